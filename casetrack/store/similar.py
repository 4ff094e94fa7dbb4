"""Likely duplicates: cases that may be the complaint that is about to be recorded.

Knows how two complaints are compared. There is no ranking by meaning: words are shared or not.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, or_, select

from casetrack.store.derived import Likeness, Similar
from casetrack.store.derived_rows import SUMMARY
from casetrack.store.finding import ID, SUMMARIES, newest, storable
from casetrack.store.tables import case_summary, search_text
from casetrack.text import spellings

_COMPARED: Final = 5_000
"""cases looked at, the newest first"""
_SEVERAL: Final = 3
"""words of a complaint that have to be on the case as well"""
_TELLING: Final = 4
"""letters of a word that says what a complaint is about; "the" and "for" do not"""

_CANDIDATES: Final = (
    select(case_summary.c.reference, search_text.c.words)
    .select_from(case_summary.outerjoin(search_text, search_text.c.record_id == ID))
    .order_by(newest.desc(), case_summary.c.reference)
    .limit(_COMPARED)
)


class _Typed(NamedTuple):
    """A word as it was typed, and the ways in which it may be on record."""

    shown: str
    ways: tuple[frozenset[str], ...]

    def among(self, words: frozenset[str]) -> bool:
        """Say whether it is one of the words, however it is written there."""
        return any(way <= words for way in self.ways)


class _Complaint:
    """A new complaint, ready to be compared."""

    def __init__(self, said: Sequence[str], who: Sequence[str]) -> None:
        self._who = _typed(who)
        shown = {each.shown for each in self._who}
        self._said = [
            each for each in _typed(said) if len(each.shown) >= _TELLING and each.shown not in shown
        ]
        ways = (way for each in (*self._who, *self._said) for way in each.ways)
        self._any = frozenset(word for way in ways for word in way)

    def shared_with(self, words: str) -> tuple[tuple[str, ...], bool]:
        """Return the words that a case has as well, and whether they are enough."""
        there = self._any.intersection(words.split())
        who = [each.shown for each in self._who if each.among(there)]
        said = [each.shown for each in self._said if each.among(there)]
        enough = len(said) >= min(_SEVERAL, len(self._said)) > 0
        if self._who:
            enough = enough and len(who) * 2 >= len(self._who)
        else:
            enough = enough and len(said) * 2 >= len(self._said)
        return (*who, *said), enough


def _typed(texts: Sequence[str]) -> list[_Typed]:
    found = {}
    for ways in spellings(" ".join(texts)):
        shown = "".join(ways[0])
        found[shown] = _Typed(shown, tuple(map(frozenset, ways)))
    return list(found.values())


def similar(
    connection: Connection,
    said: Sequence[str],
    who: Sequence[str],
    resident_reference: str,
    since: date | None,
    size: int,
) -> tuple[Similar, ...]:
    """Return cases like a new complaint; see `Reading.similar`."""
    complaint = _Complaint(said, who)
    found: dict[str, tuple[Likeness, tuple[str, ...]]] = {}
    if resident_reference and storable(resident_reference):
        of_resident = case_summary.c.resident_reference == resident_reference
        for reference, words in connection.execute(_recent(since).where(of_resident)):
            found[reference] = Likeness.SAME_RESIDENT, complaint.shared_with(words or "")[0]
    for reference, words in connection.execute(_recent(since)):
        shared, enough = complaint.shared_with(words or "")
        if enough:
            found.setdefault(reference, (Likeness.SAME_WORDS, shared))
    # Sorting keeps the newest first among those that share as much.
    best = sorted(found, key=lambda reference: _rank(*found[reference]))[:size]
    rows = connection.execute(SUMMARIES.where(case_summary.c.reference.in_(best)))
    summaries = {summary.reference: summary for summary in map(SUMMARY.value, rows)}
    return tuple(
        Similar(summary=summaries[reference], why=found[reference][0], shared=found[reference][1])
        for reference in best
    )


def _rank(why: Likeness, shared: tuple[str, ...]) -> tuple[bool, int]:
    return why is not Likeness.SAME_RESIDENT, -len(shared)


def _recent(since: date | None) -> Select[Any]:
    if since is None:
        return _CANDIDATES
    return _CANDIDATES.where(or_(case_summary.c.state == "open", newest >= since.toordinal()))

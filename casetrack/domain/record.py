"""What the histories of all records have in common: their order, corrections, and follow-ups.

Knows which entry takes up which, never what a complaint is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry, Fact, Source
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.working_days import said


class Problem(NamedTuple):
    """Why a fact contradicts the record."""

    code: str
    provision: str
    """the number in the 2024 Code, or "" where only the record itself objects"""
    reason: str
    cure: str

    def against(self, entry: Entry) -> Objection:
        """Return it as the objection that stands against an entry."""
        return Objection(
            kind=ObjectionKind.IMPOSSIBLE,
            code=self.code,
            sequence=entry.sequence,
            provision=self.provision,
            stage=getattr(entry.fact, "stage", 1),
            reason=self.reason,
            cure=self.cure,
        )


def twice(what: str, earlier: Entry) -> Problem:
    """Return what stands against a second act of a kind that happens once."""
    return Problem(
        "twice",
        "",
        f"it was already {what} on {said(earlier.fact.happened_on)}",
        "If that day is wrong, correct that entry instead of recording another.",
    )


def follows(entry: Entry, earlier: Entry) -> bool:
    """Say whether an entry is of a later day than another, or of its day and recorded later."""
    return (entry.fact.happened_on, entry.sequence) > (
        earlier.fact.happened_on,
        earlier.sequence,
    )


def recorded_since(entry: Entry, earlier: Entry) -> bool:
    """Say whether a person wrote an entry down after another of its day: then it came after it.

    The rows of a log have no order within a day: there a complaint's own order holds.
    """
    return (
        entry.source is Source.PERSON
        and entry.fact.happened_on == earlier.fact.happened_on
        and entry.sequence > earlier.sequence
    )


# --- entries that take up an earlier one


class FollowUp(NamedTuple):
    """How one kind of fact takes up another."""

    field: str
    """the field that names the entry"""
    of: str
    """the kind of fact it has to be"""
    ends: bool = True
    """nothing more is to come of it afterwards"""
    same: str = ""
    """the field in which both have to say the same"""


FOLLOW_UPS: Final[Mapping[str, FollowUp]] = MappingProxyType(
    {
        "remedy-delivered": FollowUp("remedy", "remedy-offered"),
        "action-updated": FollowUp("action", "action-agreed", ends=False),
        "action-completed": FollowUp("action", "action-agreed"),
        "learning-applied": FollowUp("learning", "learning-recorded"),
        "letter-discarded": FollowUp("draft", "letter-drafted"),
        "letter-issued": FollowUp("draft", "letter-drafted", same="letter"),
        "evidence-sent": FollowUp("enquiry", "ombudsman-enquiry"),
        "order-complied": FollowUp("order", "order-made"),
        "representative-ended": FollowUp("representative", "representative-authorised"),
        "adjustment-reviewed": FollowUp("adjustment", "adjustment-agreed", ends=False),
        "alert-ended": FollowUp("alert", "alert-raised"),
        "restriction-reviewed": FollowUp("restriction", "restriction-imposed", ends=False),
        "restriction-lifted": FollowUp("restriction", "restriction-imposed"),
        "governing-body-responded": FollowUp("report", "report-presented"),
        "duty-done": FollowUp("duty", "duty-set"),
        "compliance-restored": FollowUp("non_compliance", "non-compliance-declared"),
        "improvement-made": FollowUp("improvement", "improvement-planned"),
    }
)
_TAKEN_UP: Final = frozenset(follow_up.of for follow_up in FOLLOW_UPS.values())


def follows_up(fact: Fact) -> int | None:
    """Return the number of the entry that a fact takes up, None where it takes up none."""
    follow_up = FOLLOW_UPS.get(fact.kind)
    return getattr(fact, follow_up.field) if follow_up else None


@dataclass(slots=True)
class FollowUps:
    """The entries that later ones can take up, and what has come of each."""

    begun: dict[int, Entry] = field(default_factory=dict)
    """by number"""
    taken_up: dict[int, list[Entry]] = field(default_factory=dict)
    """what has come of an entry, oldest first"""
    ended: dict[int, Entry] = field(default_factory=dict)
    """the entry that ended it"""

    def take(self, entry: Entry) -> Problem | None:
        """Take an entry, or say what stands against it."""
        fact = entry.fact
        if fact.kind in _TAKEN_UP:
            self.begun[entry.sequence] = entry
        number = follows_up(fact)
        if number is None:
            return None
        follow_up = FOLLOW_UPS[fact.kind]
        begun = self.begun.get(number)
        if begun is None or begun.fact.kind != follow_up.of:
            what = follow_up.of.replace("-", " ")
            return Problem(
                "takes-up-nothing",
                "",
                f'entry {number} is no "{what}" of this record on or before that day',
                "Name the number that the history shows beside it.",
            )
        if follow_up.same and getattr(begun.fact, follow_up.same) != getattr(fact, follow_up.same):
            return _of_another_kind(number, begun, follow_up)
        if number in self.ended:
            earlier = self.ended[number]
            return twice(f"dealt with ({earlier.fact.kind.replace('-', ' ')})", earlier)
        self.taken_up.setdefault(number, []).append(entry)
        if follow_up.ends or getattr(fact, "result", None) == "ended":
            self.ended[number] = entry
        return None


def _of_another_kind(number: int, begun: Entry, follow_up: FollowUp) -> Problem:
    what = str(getattr(begun.fact, follow_up.same)).replace("-", " ")
    return Problem(
        "of-another-kind",
        "",
        f"entry {number} began another {follow_up.same}: {what}",
        f"Name the entry that began this {follow_up.same} ({follow_up.field}), or none; that one "
        "waits until it is sent or discarded.",
    )


# --- the order of what happened


def corrects_nothing(entry: Entry, fact: f.EntryCorrected) -> Problem | None:
    """Return what stands against a correction of something that was not on record."""
    if 0 <= fact.corrects < entry.sequence:
        return None
    return Problem(
        "corrects-nothing",
        "",
        f"entry {fact.corrects} was not on record before this correction",
        "Name the number of the entry that was wrong.",
    )


def in_order(history: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries in the order of what happened, each correction in its entry's place."""
    entries = list(history)
    if any(isinstance(entry.fact, f.EntryCorrected) for entry in entries):
        entries = _corrected(entries)
    entries.sort(key=_order)
    return tuple(entries)


def _order(entry: Entry) -> tuple[date, tuple[int, int], int]:
    fact = entry.fact
    return (fact.happened_on, f.place_in_the_day(fact), entry.sequence)


def _corrected(entries: Sequence[Entry]) -> list[Entry]:
    """Apply corrections from the last one back, so that a correction can itself be corrected."""
    standing: dict[int, Entry] = {entry.sequence: entry for entry in entries}
    settled: set[int] = set()
    for sequence in sorted(standing, reverse=True):
        correction = standing.get(sequence)
        if correction is None or not isinstance(correction.fact, f.EntryCorrected):
            continue
        corrects = correction.fact.corrects
        if corrects >= sequence or corrects in settled or corrects not in standing:
            continue
        settled.add(corrects)
        if correction.fact.replacement is None:
            del standing[corrects]
        else:
            # Judged with the calendar of the day it was put right (architecture, decision 7).
            standing[corrects] = replace(
                standing[corrects],
                fact=correction.fact.replacement,
                calendar_version=correction.calendar_version,
            )
    return list(standing.values())

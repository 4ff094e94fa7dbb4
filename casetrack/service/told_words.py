"""An entry of a history in words: what happened, what it holds, and what became of it.

Knows values and words; how they are laid out is for a front end.
"""

from collections.abc import Iterator

from casetrack.domain.facts import EntryCorrected, Fact, Source
from casetrack.domain.working_days import said
from casetrack.service.casework import Told
from casetrack.service.wording import fact_in_words, fields_in_words


def headline(fact: Fact) -> str:
    """Return what happened and when; of a correction, what it did to which entry."""
    if isinstance(fact, EntryCorrected):
        what = "corrected" if fact.replacement else "taken out"
        return f"entry {fact.corrects} {what}, {said(fact.happened_on)}"
    return fact_in_words(fact)


def recorded_by(told: Told) -> str:
    """Return who recorded an entry, from where and when."""
    entry = told.entry
    moment = f", {entry.recorded_at:%-d %b %Y %H:%M} UTC" if entry.recorded_at else ""
    return f"{entry.recorded_by} ({entry.source.value}){moment}"


def marks(told: Told) -> Iterator[str]:
    """Give what became of an entry, in a word or two each."""
    if told.late:
        yield "recorded late"
    if told.corrected_by is not None:
        what = "taken out" if told.taken_out else "corrected"
        yield f"{what} by entry {told.corrected_by}"
    if told.left_out:
        yield "left out"
    if told.findings:
        yield f"{len(told.findings)} findings" if len(told.findings) > 1 else "finding"
    if told.entry.disposed:
        yield "words disposed of"
    if told.entry.source is Source.IMPORT:
        yield "imported"


def contents(told: Told) -> Iterator[tuple[str, str]]:
    """Give what an entry holds: name and value, of a correction before → after."""
    fact = told.entry.fact
    if isinstance(fact, EntryCorrected):
        yield from _changes(fact, told.was)
        if fact.because:
            yield "because", fact.because
    else:
        yield from fields_in_words(fact).items()


def came_of_it(told: Told) -> Iterator[tuple[str, str]]:
    """Give why an entry was recorded all the same, why it counts for nothing, what it shows."""
    said_already = getattr(told.entry.fact, "because", "") == told.entry.because
    if told.entry.because and not said_already:
        yield "because", told.entry.because
    if told.left_out:
        yield "left out", told.left_out
    for finding in told.findings:
        yield "finding", finding


def _changes(fact: EntryCorrected, was: Fact | None) -> Iterator[tuple[str, str]]:
    before = _fields(was) if was else {}
    after = _fields(fact.replacement) if fact.replacement else {}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "–"), after.get(name, "–")
        if old != new:
            yield name, f"{old} → {new}"


def _fields(fact: Fact) -> dict[str, str]:
    return {"day": said(fact.happened_on), **fields_in_words(fact)}

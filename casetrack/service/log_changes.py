"""What a row of next month's log adds to a case that is on record already.

A new date is added, the same one adds nothing, a changed one is a conflict: it is only recorded
when the person says that the log is right. A blank cell says nothing.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry, Fact
from casetrack.domain.record import in_order
from casetrack.imports.facts import Told

_NO_DAY_OF_ITS_OWN: Final = (
    f.HandlerAssigned,
    f.ComplaintRefused,
    f.RemedyOffered,
    f.DeadlineRecorded,
)
"""facts that the log has no day for: the one it gives them is not compared"""


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that says something else than the record does."""

    column: str
    recorded: Entry
    on_record: object
    """what the record says instead"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a row adds, and where it contradicts the record."""

    facts: tuple[Told, ...]
    clashes: tuple[Clash, ...]


def changes(
    told: Iterable[Told], history: Sequence[Entry], *, today: date, correct: bool
) -> Changes:
    """Return what the facts of a row add to a history; with `correct` the log is right."""
    standing: dict[tuple[object, ...], list[Entry]] = {}
    for entry in in_order(history):
        standing.setdefault(_slot(entry.fact), []).append(entry)
    new: list[Told] = []
    clashes: list[Clash] = []
    for each in told:
        recorded = standing.get(_slot(each.fact), [])
        if any(_completed(entry.fact, each) == entry.fact for entry in recorded):
            continue
        if not recorded or _goes_on_from(recorded[-1].fact, each.fact):
            if not _says_nothing_new(each.fact):
                new.append(each)
            continue
        last = recorded[-1]
        replacement = _completed(last.fact, each)
        differing = _differing(last.fact, replacement)
        if not correct and any(getattr(last.fact, name) not in ("", None) for name in differing):
            clashes.extend(
                Clash(each.column_of(name), last, getattr(last.fact, name)) for name in differing
            )
            continue
        correction = f.EntryCorrected(
            happened_on=today,
            corrects=last.sequence,
            replacement=replacement,
            because="the complaint log says so",
        )
        new.append(Told(correction, each.column))
    return Changes(tuple(new), tuple(clashes))


def first_told(told: Iterable[Told]) -> list[Told]:
    """Return what a row tells of a case that is not on record yet."""
    return [each for each in told if not _says_nothing_new(each.fact)]


def _says_nothing_new(fact: Fact) -> bool:
    """Whether it only says that there was nothing: compensation of nought."""
    return isinstance(fact, f.RemedyOffered) and fact.amount_pence == 0


def _slot(fact: Fact) -> tuple[object, ...]:
    """What makes two facts the same thing said twice: the kind, and the stage it is at."""
    if isinstance(fact, f.RemedyOffered):
        return (fact.kind,)  # the log has one column for it, whatever the stage
    return (fact.kind, fact.stage if isinstance(fact, f.StageFact) else 0)


def _completed(recorded: Fact, told: Told) -> Fact:
    """Return what the log tells, with what it leaves blank taken from the record."""
    fact = told.fact
    kept = {
        field.name: getattr(recorded, field.name)
        for field in dataclasses.fields(fact)
        if field.default is not dataclasses.MISSING
        and field.name not in told.said
        and getattr(fact, field.name) == field.default
    }
    if isinstance(fact, _NO_DAY_OF_ITS_OWN):
        kept["happened_on"] = recorded.happened_on
    if isinstance(fact, f.RemedyOffered) and isinstance(recorded, f.RemedyOffered):
        kept["stage"] = recorded.stage
    return dataclasses.replace(fact, **kept)


def _differing(recorded: Fact, replacement: Fact) -> list[str]:
    """Return the names of the fields that two facts of a kind do not agree in."""
    return [
        field.name
        for field in dataclasses.fields(recorded)
        if getattr(recorded, field.name) != getattr(replacement, field.name)
    ]


def _goes_on_from(recorded: Fact, told: Fact) -> bool:
    """Whether the log tells of a further extension, given later and to a later date."""
    return (
        isinstance(recorded, f.ResponseExtended)
        and isinstance(told, f.ResponseExtended)
        and told.happened_on > recorded.happened_on
        and told.until > recorded.until
    )

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
from casetrack.domain.case import in_order
from casetrack.domain.facts import AnyFact, Entry
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

    told: Told
    recorded: Entry


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
        if any(_completed(entry.fact, each.fact) == entry.fact for entry in recorded):
            continue
        if not recorded or _goes_on_from(recorded[-1].fact, each.fact):
            new.append(each)
            continue
        last = recorded[-1]
        replacement = _completed(last.fact, each.fact)
        if not correct and not _only_fills_blanks(last.fact, replacement):
            clashes.append(Clash(each, last))
            continue
        correction = f.EntryCorrected(
            happened_on=today,
            corrects=last.sequence,
            replacement=replacement,
            because="the complaint log says so",
        )
        new.append(Told(correction, each.column))
    return Changes(tuple(new), tuple(clashes))


def _slot(fact: AnyFact) -> tuple[object, ...]:
    """What makes two facts the same thing said twice: the kind, and the stage it is at."""
    if isinstance(fact, f.RemedyOffered):
        return (fact.kind,)  # the log has one column for it, whatever the stage
    return (fact.kind, fact.stage if isinstance(fact, f.StageFact) else 0)


def _completed(recorded: AnyFact, told: AnyFact) -> AnyFact:
    """Return what the log tells, with what it leaves blank taken from the record."""
    kept = {
        field.name: getattr(recorded, field.name)
        for field in dataclasses.fields(told)
        if field.default is not dataclasses.MISSING and getattr(told, field.name) == field.default
    }
    if isinstance(told, _NO_DAY_OF_ITS_OWN):
        kept["happened_on"] = recorded.happened_on
    if isinstance(told, f.RemedyOffered) and isinstance(recorded, f.RemedyOffered):
        kept["stage"] = recorded.stage
    return dataclasses.replace(told, **kept)


def _goes_on_from(recorded: AnyFact, told: AnyFact) -> bool:
    """Whether the log tells of a further extension, given later and to a later date."""
    return (
        isinstance(recorded, f.ResponseExtended)
        and isinstance(told, f.ResponseExtended)
        and told.happened_on > recorded.happened_on
        and told.until > recorded.until
    )


def _only_fills_blanks(recorded: AnyFact, replacement: AnyFact) -> bool:
    return all(
        getattr(recorded, field.name) in ("", None)
        or getattr(recorded, field.name) == getattr(replacement, field.name)
        for field in dataclasses.fields(recorded)
    )

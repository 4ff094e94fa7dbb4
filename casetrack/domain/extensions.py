"""Which extensions move a response clock, and what the others lack (6.4, 6.5, 6.15, 6.16).

An extension that lacks something stays on record and moves nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casetrack.domain.code import ExtensionLimit
from casetrack.domain.facts import Entry, ResponseExtended, Source
from casetrack.domain.facts.terms import Role
from casetrack.domain.words import says_something


class Lack(StrEnum):
    """What keeps an extension from moving the clock."""

    BEFORE_ACKNOWLEDGEMENT = "before-acknowledgement"
    """there was no response clock yet that it could move"""
    AFTER_RESPONSE = "after-response"
    DAY_NOT_RECORDED = "day-not-recorded"
    """nobody wrote down when the resident was told"""
    TOLD_TOO_LATE = "told-too-late"
    """decided or told after the due day it was to move"""
    NOT_LATER = "not-later"
    """the new date is not after the due day"""
    PAST_LIMIT = "past-limit"
    NOT_IN_WRITING = "not-in-writing"
    WITHOUT_REASONS = "without-reasons"
    WITHOUT_OMBUDSMAN_DETAILS = "without-ombudsman-details"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One extension as it was given, judged."""

    entry: Entry
    until: date
    due_then: date | None
    """the due day when it was given; None: no clock was running"""
    limit_on: date | None
    """the last day the Code allows in all"""
    lacks: tuple[Lack, ...]
    good_reason: str = ""
    """why the limit had to be passed, where that was said and, recorded by a person, agreed by a
    manager"""

    @property
    def valid(self) -> bool:
        """Whether it moved the clock."""
        return not self.lacks

    @property
    def past_limit_with_good_reason(self) -> bool:
        """Whether it lacks nothing but room within the limit, and says why."""
        return self.lacks == (Lack.PAST_LIMIT,) and bool(self.good_reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionSeries:
    """All extensions of one response clock, and where they leave it."""

    extensions: tuple[Extension, ...]
    due_on: date | None
    earlier_due_on: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseCount:
    """What the extensions of a response are measured against."""

    started_on: date | None
    due_on: date | None
    """the original due date"""
    answered: Entry | None
    limit: ExtensionLimit
    add: Callable[[date, int], date]
    accept_good_reason: bool


def judge_extensions(
    entries: Sequence[Entry], count: ResponseCount, *, details_needed: bool
) -> ExtensionSeries:
    """Return each extension judged against the due day as it then stood, in their order."""
    due_on = count.due_on
    earlier: list[date] = []
    judged: list[Extension] = []
    limit_on = count.add(due_on, count.limit.working_days) if due_on and entries else None
    for entry in entries:
        fact = entry.fact
        if not isinstance(fact, ResponseExtended):
            continue
        extension = Extension(
            entry=entry,
            until=fact.until,
            due_then=due_on,
            limit_on=limit_on,
            lacks=tuple(_lacks(entry, fact, count, due_on, limit_on, details_needed)),
            good_reason=fact.good_reason if _good_reason(entry, fact) else "",
        )
        judged.append(extension)
        if extension.valid and due_on is not None:
            earlier.append(due_on)
            due_on = fact.until
    return ExtensionSeries(extensions=tuple(judged), due_on=due_on, earlier_due_on=tuple(earlier))


def _lacks(
    entry: Entry,
    fact: ResponseExtended,
    count: ResponseCount,
    due_on: date | None,
    limit_on: date | None,
    details_needed: bool,
) -> list[Lack]:
    lacks: list[Lack] = []
    if fact.day_not_recorded:
        lacks.append(Lack.DAY_NOT_RECORDED)
    else:
        lacks.extend(_by_its_day(fact, count, due_on))
    if due_on is not None and limit_on is not None:
        if fact.until <= due_on:
            lacks.append(Lack.NOT_LATER)
        if fact.until > limit_on and not (count.accept_good_reason and _good_reason(entry, fact)):
            lacks.append(Lack.PAST_LIMIT)
    if not _in_writing(entry, fact):
        lacks.append(Lack.NOT_IN_WRITING)
    if not says_something(fact.reasons) and not says_something(fact.good_reason):
        lacks.append(Lack.WITHOUT_REASONS)
    if details_needed and not fact.ombudsman_details_given:
        lacks.append(Lack.WITHOUT_OMBUDSMAN_DETAILS)
    return lacks


def _good_reason(entry: Entry, fact: ResponseExtended) -> bool:
    """Whether passing the limit was explained and, unless told by a log, agreed by a manager."""
    by_manager = entry.source is Source.IMPORT or fact.approved_by_role is Role.MANAGER
    return says_something(fact.good_reason) and by_manager


def _in_writing(entry: Entry, fact: ResponseExtended) -> bool:
    """Whether the resident was told in writing; a log that does not say how is believed."""
    if fact.means is None:
        return entry.source is not Source.PERSON
    return fact.means.in_writing


def _by_its_day(
    fact: ResponseExtended, count: ResponseCount, due_on: date | None
) -> Iterator[Lack]:
    """Give what an extension lacks by the day on which it was decided and told."""
    given_on = max(fact.happened_on, fact.resident_told_on or fact.happened_on)
    if count.started_on is None or due_on is None or fact.happened_on < count.started_on:
        yield Lack.BEFORE_ACKNOWLEDGEMENT
    if due_on is not None and given_on > due_on:
        yield Lack.TOLD_TOO_LATE
    if count.answered is not None and count.answered.fact.happened_on < given_on:
        yield Lack.AFTER_RESPONSE

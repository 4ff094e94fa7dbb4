"""A clock: a timescale that a fact started on one case. And what a verdict on it depends on.

What depends on the day, running or overdue, is asked of a clock with the day and never kept in it.
Knows nothing of how a clock came by its dates: that is for `clocks`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from casetrack.domain.code import ClockKind, Timescale
from casetrack.domain.working_days import WorkingCalendar


class Verdict(StrEnum):
    """What can be said of a clock on a day."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"
    NOT_APPLICABLE = "not-applicable"


class ImportedDefinition(StrEnum):
    """What is made of an imported acknowledgement that has no date for the definition."""

    ASSUMED = "assumed"
    """taken as set out with the acknowledgement, and counted wherever a figure is printed"""
    NOT_EVIDENCED = "not-evidenced"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictSettings:
    """The settings a verdict depends on. Changing one asks for a rebuild."""

    response_is_acknowledgement: bool = True
    """a full response within the acknowledgement's timescale counts as the acknowledgement"""
    imported_definition: ImportedDefinition = ImportedDefinition.ASSUMED
    accept_good_reason: bool = False
    """an extension past the limit, with good reason in writing, counts as in time"""
    targets: tuple[tuple[str, int], ...] = ()
    """the landlord's own shorter targets: clock key, working days"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A timescale started by a fact on one case."""

    timescale: Timescale
    started_on: date | None
    """day 0; None: not started, or judged by the backstop alone"""
    due_on: date | None
    started_by: int | None = None
    """the sequence of the entry that started it"""
    stopped_on: date | None = None
    stopped_by: int | None = None
    settled: Verdict | None = None
    """met, missed or not applicable for good; None while that depends on the day"""
    earlier_due_on: tuple[date, ...] = ()
    """former due dates, oldest first"""
    provisional: bool = False
    target_on: date | None = None
    calendar_version: str = ""
    rolled_due_on: date | None = None
    """the due date had a start on a non-working day first been moved to the next working day"""
    rolled_settled: Verdict | None = None
    working_days: int | None = None
    """working days from the start to the stop; None while open"""

    @property
    def key(self) -> str:
        """The name it has in every list and file."""
        return self.timescale.key

    @property
    def extended(self) -> bool:
        """Whether a valid extension moved it."""
        return bool(self.earlier_due_on)

    @property
    def open(self) -> bool:
        """Whether something is still to be done for it."""
        return self.settled is None and self.started_on is not None

    def verdict(self, today: date) -> Verdict:
        """Return what can be said of it on a day."""
        return _verdict(self.settled, self.started_on, self.due_on, today)

    def convention_sensitive(self, today: date) -> bool:
        """Say whether the other way of counting from a non-working day changes the verdict."""
        if self.rolled_due_on is None:
            return False
        rolled = _verdict(self.rolled_settled, self.started_on, self.rolled_due_on, today)
        return rolled is not self.verdict(today)


def _verdict(
    settled: Verdict | None, started_on: date | None, due_on: date | None, today: date
) -> Verdict:
    if settled is not None:
        return settled
    if started_on is None or due_on is None:
        return Verdict.NOT_STARTED
    return Verdict.OVERDUE if due_on < today else Verdict.RUNNING


def name_of(clock: Clock) -> str:
    """Return what a clock waits for, in words: stage 1 acknowledgement."""
    return name_of_kind(clock.timescale.kind, clock.timescale.stage)


def name_of_kind(kind: ClockKind, stage: int) -> str:
    """Return what a clock of a kind waits for, in words: stage 1 acknowledgement, action."""
    name = _NAMES.get(kind) or kind.value.replace("-", " ")
    return f"stage {stage} {name}" if stage and kind in _OF_A_STAGE else name


_NAMES: Final[Mapping[ClockKind, str]] = {
    ClockKind.RESPONSE: "answer",
    ClockKind.CONTACT: "first contact",
    ClockKind.UPDATE: "update promised",
    ClockKind.LEARNING: "change learnt",
    ClockKind.OMBUDSMAN_ENQUIRY: "evidence for the Ombudsman",
    ClockKind.OMBUDSMAN_ORDER: "order of the Ombudsman",
    ClockKind.SERVICE_REQUEST_CONTACT: "service request: contact",
    ClockKind.SERVICE_REQUEST_CLOSE: "service request",
    ClockKind.GOVERNING_BODY_RESPONSE: "governing body's response",
    ClockKind.COMPLIANCE_RETURN: "return to the Code",
    ClockKind.DUTY: "duty of the landlord",
}
_OF_A_STAGE: Final = frozenset(
    {
        ClockKind.ACKNOWLEDGEMENT,
        ClockKind.RESPONSE,
        ClockKind.BACKSTOP,
        ClockKind.DRAFT,
        ClockKind.UPDATE,
    }
)


class Calendars(Protocol):
    """Every version of one calendar, in order."""

    def latest_of(self, versions: Iterable[str]) -> WorkingCalendar:
        """Return the latest of the versions named; the newest of all where none is."""


@dataclass(frozen=True, slots=True)
class OneCalendar:
    """A calendar that never changed, for a what-if."""

    calendar: WorkingCalendar

    def latest_of(self, versions: Iterable[str]) -> WorkingCalendar:  # noqa: ARG002  one is all
        """Return the one calendar."""
        return self.calendar


@dataclass(frozen=True, slots=True)
class CalendarVersions:
    """The versions a calendar has had, oldest first."""

    versions: tuple[WorkingCalendar, ...]
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note where each version stands: it is asked for with every clock."""
        places = {calendar.version: place for place, calendar in enumerate(self.versions)}
        places[""] = len(self.versions) - 1  # not told
        object.__setattr__(self, "_places", places)

    def latest_of(self, versions: Iterable[str]) -> WorkingCalendar:
        """Return the latest of the versions named; the newest of all where none is, or "" is.

        One that is not known is of another calendar, which the landlord used before: it stands for
        the first version of this one, or a bank holiday of today would judge what was settled then.
        """
        if len(self.versions) == 1:
            return self.versions[0]
        places = self._places
        return self.versions[max((places.get(v, 0) for v in versions), default=places[""])]

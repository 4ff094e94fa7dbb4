"""A manager's questions: who has how much, what runs out next, what is to be looked at.

Counts where the rows are, and judges only what a count cannot say. Every line can be asked for its
cases.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from casetrack.domain.facts import Entry, Source
from casetrack.domain.facts.terms import Role
from casetrack.domain.procedure.today import london_day
from casetrack.service.calendar_review import otherwise_today
from casetrack.service.derivation import ACTIONS_OUTSTANDING
from casetrack.service.people import users_in
from casetrack.service.rules import Judged, Rules
from casetrack.store import CaseSummary, Reading, RecordName, Store
from casetrack.store.workload import ClocksAsked, DayCount, HandlerCounts

OPEN_STATES: Final = frozenset({"open", "service request", ACTIONS_OUTSTANDING})
"""a case with one of them still keeps its handler busy"""
SOON: Final = 5
"""working days that a manager looks ahead"""
LATELY: Final = timedelta(days=30)
_DAYS_AHEAD: Final = 10
_SIGN_OFF: Final = "sign-off-missing"


class What(StrEnum):
    """What cases are asked for: a figure of the manager's screen, and the list behind it."""

    OPEN = "open"
    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    """due from today on, within five working days"""
    DUE_ON = "due-on"
    REFUSED = "refused"
    EXTENDED = "extended"
    UNSIGNED = "unsigned"
    FINDINGS = "findings"
    CALENDAR = "calendar"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which cases are asked for."""

    what: What
    handler: str = ""
    """of open, late, today and soon; "" for those of nobody"""
    day: date | None = None
    """of what is due on it"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One person and their cases."""

    handler: str
    """"" for nobody"""
    counts: HandlerCounts
    capacity: int = 0
    """how many open cases are enough; 0: nobody said"""
    role: Role | None = None
    """None for somebody casetrack does not know (any more)"""

    @property
    def room(self) -> int | None:
        """How many more cases they can take, None where nobody said; negative: too many."""
        return self.capacity - self.counts.open if self.capacity else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOut:
    """What falls due on a day."""

    day: date
    working_days_left: int
    cases: int
    counts: tuple[DayCount, ...]


@dataclass(frozen=True, slots=True)
class ToReview:
    """One line of what a manager should look at, and how many cases there are."""

    what: What
    cases: int


class Workload:
    """The workload in one database. Safe to share between threads."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def people(self, today: date) -> tuple[Load, ...]:
        """Return everybody with a case or able to have one: nobody first, then who is latest."""
        with self._store.read() as reading:
            until = self._until(reading, today)
            counted = reading.workload.by_handler(OPEN_STATES, today, until)
            users = {user.handle: user for user in users_in(reading).active}
        counts = {each.handler: each for each in counted}
        handles = {*counts, *(h for h, user in users.items() if user.role is not Role.AUDITOR)}
        loads = [
            Load(
                handler=handle,
                counts=counts.get(handle, HandlerCounts(handler=handle)),
                capacity=users[handle].capacity if handle in users else 0,
                role=users[handle].role if handle in users else None,
            )
            for handle in handles
        ]
        return tuple(sorted(loads, key=_pressing))

    def assignable(self, today: date) -> tuple[Load, ...]:
        """Return who can be given cases: those registered; before anybody is, whoever has some."""
        people = [load for load in self.people(today) if load.handler]
        registered = [load for load in people if load.role in (Role.HANDLER, Role.MANAGER)]
        with self._store.read() as reading:
            nobody_yet = not users_in(reading).active
        return tuple(people if nobody_yet else registered)

    def next_to_run_out(self, today: date) -> tuple[RunsOut, ...]:
        """Return the next days on which something falls due, today included."""
        with self._store.read() as reading:
            calendar = self._rules.as_held(reading).calendars.latest_of(())
            counts = reading.workload.next_days(today, _DAYS_AHEAD)
            days = [(day, tuple(of)) for day, of in groupby(counts, lambda each: each.due_on)]
            return tuple(
                RunsOut(
                    day=day,
                    working_days_left=calendar.count(today, day),
                    cases=reading.workload.count_due(ClocksAsked(due_from=day, due_to=day)),
                    counts=of,
                )
                for day, of in days
            )

    def to_review(self, today: date) -> tuple[ToReview, ...]:
        """Return what a manager should look at, with how many cases there are of each."""
        with self._store.read() as reading:
            extended = reading.workload.count_due(ClocksAsked(extended=True))
            found = self._lately(reading, today)
            return (
                ToReview(What.REFUSED, len(self._refused(reading, today))),
                ToReview(What.EXTENDED, extended),
                ToReview(What.UNSIGNED, len(found[What.UNSIGNED])),
                ToReview(What.FINDINGS, len(found[What.FINDINGS])),
                ToReview(What.MOVED, len(reading.workload.moved(today - LATELY))),
                ToReview(What.CALENDAR, len(self._otherwise(reading))),
            )

    def cases(self, asked: Asked, today: date) -> tuple[str, ...]:
        """Return the references of the cases asked for: as many as the figure says."""
        with self._store.read() as reading:
            counting = reading.workload
            match asked.what:
                case What.OPEN:
                    return counting.cases_open(OPEN_STATES, asked.handler)
                case What.REFUSED:
                    return self._refused(reading, today)
                case What.UNSIGNED | What.FINDINGS:
                    return self._lately(reading, today)[asked.what]
                case What.MOVED:
                    return counting.moved(today - LATELY)
                case What.CALENDAR:
                    return self._otherwise(reading)
                case _:
                    return counting.cases_due(self._clocks(reading, asked, today))

    def _clocks(self, reading: Reading, asked: Asked, today: date) -> ClocksAsked:
        match asked.what:
            case What.LATE:
                return ClocksAsked(handler=asked.handler, due_to=today - timedelta(days=1))
            case What.TODAY:
                return ClocksAsked(handler=asked.handler, due_from=today, due_to=today)
            case What.SOON:
                until = self._until(reading, today)
                return ClocksAsked(handler=asked.handler, due_from=today, due_to=until)
            case What.EXTENDED:
                return ClocksAsked(extended=True)
            case _:
                return ClocksAsked(due_from=asked.day, due_to=asked.day)

    def summaries(self, references: Sequence[str]) -> tuple[CaseSummary, ...]:
        """Return the cases of some references, in the order asked for."""
        with self._store.read() as reading:
            return reading.workload.summaries(references)

    def _until(self, reading: Reading, today: date) -> date:
        return self._rules.as_held(reading).calendars.latest_of(()).add(today, SOON)

    # --- what only the rules can say

    def _judged(
        self, reading: Reading, references: Iterable[str]
    ) -> Iterator[tuple[str, tuple[Entry, ...], Judged]]:
        rules = self._rules.as_held(reading)
        names = [RecordName("case", reference) for reference in references]
        for name, history in reading.histories_of(names):
            yield name.reference, history, rules.judge(history)

    def _refused(self, reading: Reading, today: date) -> tuple[str, ...]:
        since = today - LATELY
        return tuple(
            reference
            for reference, _, judged in self._judged(
                reading, reading.workload.refused_around(since, today)
            )
            if any(
                stage.refused and stage.ended and since <= stage.ended.fact.happened_on <= today
                for stage in judged.case.stages
            )
        )

    def _lately(self, reading: Reading, today: date) -> dict[What, tuple[str, ...]]:
        """Return the cases with a finding on what a person recorded lately, of two kinds."""
        since = today - LATELY
        found: dict[What, list[str]] = {What.UNSIGNED: [], What.FINDINGS: []}
        candidates = reading.workload.with_findings(since)
        for reference, history, judged in self._judged(reading, candidates):
            late = {entry.sequence for entry in history if _by_hand_since(entry, since)}
            codes = {each.code for each in judged.findings if each.sequence in late}
            if codes:
                found[What.FINDINGS].append(reference)
            if _SIGN_OFF in codes:
                found[What.UNSIGNED].append(reference)
        return {what: tuple(references) for what, references in found.items()}

    def _otherwise(self, reading: Reading) -> tuple[str, ...]:
        versions = reading.calendar_versions(self._rules.calendar)
        found = (each.record for each in otherwise_today(self._rules, reading, versions))
        return tuple(dict.fromkeys(name.reference for name in found if name.kind == "case"))


def _by_hand_since(entry: Entry, since: date) -> bool:
    at = entry.recorded_at
    return entry.source is Source.PERSON and at is not None and london_day(at) >= since


def _pressing(load: Load) -> tuple[bool, int, int, str]:
    counts = load.counts
    return (load.handler != "", -counts.late, -counts.open, load.handler.casefold())

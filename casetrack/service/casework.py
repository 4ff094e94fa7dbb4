"""One case: its history, its clocks and what they show, as it is on record."""

from dataclasses import dataclass
from datetime import date

from casetrack.domain.clock import Clock
from casetrack.domain.errors import NotFound, nearest
from casetrack.domain.explain import Explanation, explain
from casetrack.domain.facts import Entry
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.rules import Judged, Rules, state_of
from casetrack.store import RecordName, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it is on record."""

    reference: str
    history: tuple[Entry, ...]
    """every entry as it was recorded, corrections beside what they correct"""
    judged: Judged
    state: str
    calendar: WorkingCalendar

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks that have begun or been settled, in the order of the stages."""
        clocks = self.judged.clocks.clocks if self.judged.clocks else ()
        return tuple(clock for clock in clocks if clock.due_on or clock.settled)


@dataclass(frozen=True, slots=True)
class Why:
    """A clock and the proof of its date; None where it has no date to prove."""

    clock: Clock
    explanation: Explanation | None


class Casework:
    """The cases of one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def show(self, reference: str) -> CaseView:
        """Return a case. Raises NotFound with the nearest reference there is."""
        reference = reference.strip()
        history: tuple[Entry, ...] = ()
        with self._store.read() as reading:
            if reference:
                history = reading.history(RecordName("case", reference))
            if not history:
                known = reading.known_references("case")
                raise NotFound(f'There is no case "{reference}".{nearest(reference, known)}')
        judged = self._rules.judge(history)
        return CaseView(
            reference=reference,
            history=history,
            judged=judged,
            state=state_of(judged.case),
            calendar=self._rules.calendars.latest_of(()),
        )

    def why(self, view: CaseView, today: date) -> tuple[Why, ...]:
        """Return each clock of a case with the proof of its date."""
        return tuple(
            Why(clock, explain(clock, self._calendar_of(clock), today)) for clock in view.clocks
        )

    def _calendar_of(self, clock: Clock) -> WorkingCalendar:
        versions = (clock.calendar_version,) if clock.calendar_version else ()
        return self._rules.calendars.latest_of(versions)

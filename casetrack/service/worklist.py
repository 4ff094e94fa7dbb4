"""The worklist and the morning's digest: what is due, how near it is, and whose it is.

Knows which clocks are waited for and in what order; how a line is printed is for the front ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.ledger import Ledger
from casetrack.domain.reminders import Urgency, urgency_of
from casetrack.domain.resident import Resident
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.rules import Rules
from casetrack.store import Anchor, Reading, RecordName, Store, WorklistFilter, WorklistRow

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the worklist on a day."""

    row: WorklistRow
    working_days_left: int
    """negative when it is late"""
    urgency: Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines of the worklist are asked for."""

    within: int | None = None
    """due within so many working days, or late"""
    handler: str | None = None
    stage: int | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One person's morning: what is late, due today and due within two working days."""

    handler: str
    """"" for what nobody has been given"""
    today: date
    lines: tuple[Due, ...]

    def of(self, urgency: Urgency) -> tuple[Due, ...]:
        """Return the lines of one part."""
        return tuple(line for line in self.lines if line.urgency is urgency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """The digests of one morning, and what the manager is told beside them."""

    today: date
    digests: tuple[Digest, ...]
    anchor: Anchor | None
    """number and hash of the last seal: kept elsewhere, it shows whether the history was cut"""


class Worklist:
    """What is due in one database."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def due(self, today: date, wanted: Wanted) -> tuple[Due, ...]:
        """Return what is due, the latest first. Raises BadInput for a handler there is not."""
        if wanted.within is not None and wanted.within < 0:
            raise BadInput(
                f"--within {wanted.within} is in the past: give 0 or more working days, or "
                "--overdue for what is late."
            )
        with self._store.read() as reading:
            calendar = self._calendar(reading)
            asked = WorklistFilter(
                handler=wanted.handler,
                stage=wanted.stage,
                due_by=None if wanted.within is None else calendar.add(today, wanted.within),
                overdue_on=today if wanted.overdue else None,
            )
            if wanted.handler is not None:
                _check_handler(reading, wanted.handler)
            return tuple(lines(reading, _pages(reading, asked), today, calendar))

    def morning(self, today: date, handler: str | None = None) -> Morning:
        """Return the digests of a morning, of everybody or of one handler.

        Raises BadInput for a handler there is not.
        """
        by_handler: dict[str, list[Due]] = {}
        with self._store.read() as reading:
            if handler is not None:
                _check_handler(reading, handler)
                by_handler[handler] = []
            calendar = self._calendar(reading)
            pages = _pages(reading, WorklistFilter(handler=handler))
            for line in lines(reading, pages, today, calendar):
                if line.urgency is Urgency.LATER:
                    break
                by_handler.setdefault(line.row.handler, []).append(line)
            anchor = reading.anchor()
        digests = tuple(
            Digest(handler=name, today=today, lines=tuple(lines))
            for name, lines in sorted(by_handler.items())
        )
        return Morning(today=today, digests=digests, anchor=anchor)

    def _calendar(self, reading: Reading) -> WorkingCalendar:
        """The newest one: a bank holiday may have been added since casetrack opened."""
        self._rules = self._rules.as_held(reading)
        return self._rules.calendars.latest_of(())


def lines(
    reading: Reading, rows: Iterable[WorklistRow], today: date, calendar: WorkingCalendar
) -> Iterator[Due]:
    """Give rows as lines of a day; one of a resident's own record names them too."""
    names: dict[str, str] = {}
    for row in rows:
        if row.record_kind == "resident":
            if row.reference not in names:
                history = reading.history(RecordName("resident", row.reference))
                names[row.reference] = Resident.of(Ledger.replay("resident", history)).name
            row = row._replace(resident=names[row.reference])
        left = calendar.count(today, row.due_on)
        yield Due(row, left, urgency_of(row.due_on, today, calendar))


def _pages(reading: Reading, wanted: WorklistFilter) -> Iterator[WorklistRow]:
    after = None
    while page := reading.worklist(wanted, after=after, size=_PAGE):
        yield from page
        after = page[-1].place


def _check_handler(reading: Reading, handler: str) -> None:
    known = reading.handlers()
    if handler not in known:
        raise BadInput(
            f'No case is with a handler "{handler}".{nearest(handler, known)} '
            f"Handlers with cases: {', '.join(known) or 'none'}."
        )

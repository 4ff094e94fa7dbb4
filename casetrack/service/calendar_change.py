"""A bank holiday comes or goes: open clocks counted anew, settled ones left, and all of it told.

Knows the landlord's calendar as the database holds it. What is settled keeps its verdict, its due
day and the version it was judged with; where the newest version says otherwise, it can be listed.
A day that was promised to the resident stays promised, and is shown beside the new due day.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from casetrack.calendars.amend import standing_on, with_day, with_files, without_day
from casetrack.calendars.check import Difference, check_against_govuk
from casetrack.domain.clock import CalendarVersions
from casetrack.domain.errors import Conflict
from casetrack.domain.facts import Source
from casetrack.domain.working_days import BankHoliday, WorkingCalendar
from casetrack.service.calendar_moves import Moved, Recount, Why
from casetrack.service.calendar_review import Reviewed, differing, otherwise_today
from casetrack.service.calendar_words import Telling, checked, not_to_come, of_a_day, of_files
from casetrack.service.people import check_may_write
from casetrack.service.rules import Rules, rebuild_needed
from casetrack.store import IdUsed, Store, Writing

_Amend = Callable[[WorkingCalendar], WorkingCalendar]
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder:
    """Who has the calendar changed, and when."""

    command_id: str
    recorded_by: str
    recorded_at: datetime
    today: date
    """London; the due days that move are recorded as moved on it"""
    because: str = ""
    """told beside each due day that moves; names no resident"""
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOrder(MergeOrder):
    """Which day comes or goes, and who says so."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChanged:
    """What came of a change, or would have come of it."""

    calendar: str
    version: str
    """the newest one, changed or not"""
    changed: bool
    saved: bool
    says: str
    """what became of the day or the calendar, in a sentence"""
    notes: tuple[str, ...] = ()
    """why nothing moves, or what a day in the past moves"""
    moved: tuple[Moved, ...] = ()
    to_review: int = 0
    """how many records are on the review list"""


class _Rehearsed(Exception):
    """Ends a transaction whose effect was only to be seen."""


class CalendarChange:
    """The landlord's calendar in one database, and what hangs on its days."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    # --- what changes it

    def add(
        self,
        order: CalendarOrder,
        title: str,
        *,
        announced_on: date | None = None,
        source: str = "",
    ) -> CalendarChanged:
        """Put a published day on the list; one that stands there already changes nothing.

        Not told when it was announced, a day to come is taken as announced today. Raises BadInput
        for a day the calendar does not cover and for words that cannot be kept, RebuildNeeded
        where derived rows are out of date, Conflict, CouldNot; nothing was saved then.
        """
        title = checked("title", title, needed=True)
        source = checked("source", source)
        not_to_come("announced", announced_on, order.today)

        def amend(calendar: WorkingCalendar) -> WorkingCalendar:
            known = standing_on(calendar, order.day) is not None  # by rule
            told = order.today if order.day >= order.today and not known else None
            return with_day(
                calendar,
                BankHoliday(
                    day=order.day, title=title, announced_on=announced_on or told, source=source
                ),
            )

        return self._change(order, amend, _of_the_day(order))

    def remove(self, order: CalendarOrder, *, withdrawn_on: date | None = None) -> CalendarChanged:
        """Mark a day as withdrawn, today unless told otherwise; it stays listed as that.

        Raises as `add` does, and BadInput for a day that never was on the list.
        """
        not_to_come("withdrawn", withdrawn_on, order.today)
        on = withdrawn_on or order.today
        return self._change(
            order, lambda calendar: without_day(calendar, order.day, on), _of_the_day(order)
        )

    def merge(self, order: MergeOrder, files: WorkingCalendar) -> CalendarChanged:
        """Bring in what newer calendar files know beyond the database; see `amend.with_files`.

        Raises as `add` does.
        """
        telling = of_files(checked("reason", order.because))
        return self._change(order, lambda calendar: with_files(calendar, files), telling)

    def _change(self, order: MergeOrder, amend: _Amend, telling: Telling) -> CalendarChanged:
        for _ in range(_ATTEMPTS - 1):
            # Somebody else may change the calendar at the same moment: then it goes on from theirs.
            with contextlib.suppress(Conflict):
                return self._attempt(order, amend, telling)
        return self._attempt(order, amend, telling)

    def _attempt(self, order: MergeOrder, amend: _Amend, telling: Telling) -> CalendarChanged:
        moved: tuple[Moved, ...] = ()
        with (
            contextlib.suppress(_Rehearsed),
            self._store.write(
                command_id=order.command_id,
                recorded_by=order.recorded_by,
                recorded_at=order.recorded_at,
                source=Source.CASETRACK,
            ) as writing,
        ):
            check_may_write(writing, order.recorded_by, as_manager=True)
            held = writing.calendar_versions(self._rules.calendar)
            before = held[-1]
            after = amend(before)
            if writing.already_done:
                _check_same(writing, "" if after is before else telling.because(before, after))
                after = before
            if after is not before:
                because = telling.because(before, after)
                moved = self._carry_out(writing, Why(order.today, because), held, after)
            if order.dry_run:
                raise _Rehearsed
        with self._store.read() as reading:
            versions = reading.calendar_versions(self._rules.calendar)
            if order.dry_run and after is not before:
                versions = (*versions, after)
            to_review = {each.record for each in otherwise_today(self._rules, reading, versions)}
        return CalendarChanged(
            calendar=after.name,
            version=after.version,
            changed=after is not before,
            saved=after is not before and not order.dry_run,
            says=telling.says(before, after),
            notes=tuple(telling.notes(before, after)),
            moved=moved,
            to_review=len(to_review),
        )

    def _carry_out(
        self,
        writing: Writing,
        why: Why,
        held: Sequence[WorkingCalendar],
        after: WorkingCalendar,
    ) -> tuple[Moved, ...]:
        """Add the version, and count anew whatever is open; return what moved."""
        before = held[-1]
        # Whoever else is changing the calendar is waited for here. If they had just done it, this
        # would take away their day: then it is tried again, on theirs.
        writing.add_calendar(after)
        if len(writing.calendar_versions(after.name)) != len(held) + 1:
            raise Conflict(
                f"Somebody else changed the {after.name} calendar at the same moment; nothing was "
                "saved: try again."
            )
        if writing.derivation() != self._rules.stamp:
            raise rebuild_needed()
        # From here on nobody records by the older calendar: they look at the stamp first, and wait.
        writing.set_derivation(self._rules.stamp)
        due = writing.renew_calendar(before.version, after.version, differing(before, after))
        rules = replace(self._rules, calendars=CalendarVersions((*held, after)))
        return tuple(Recount(writing, rules, why).moved(due))

    # --- what is asked of it

    def review(self) -> tuple[Reviewed, ...]:
        """Return each settled clock whose verdict or due day the newest calendar would change."""
        with self._store.read() as reading:
            versions = reading.calendar_versions(self._rules.calendar)
            return tuple(otherwise_today(self._rules, reading, versions))

    def compare(self, published: object) -> tuple[str, tuple[Difference, ...]]:
        """Return the calendar's name, and the days on which it and GOV.UK's list differ.

        Raises BadInput for what is not GOV.UK's list.
        """
        newest = self.held()
        nations = {e.nation for e in self._rules.editions.editions if e.code == self._rules.code}
        named = isinstance(published, Mapping) and newest.name in published
        division = newest.name if named else min(nations)
        return newest.name, check_against_govuk(newest, published, division)

    def held(self) -> WorkingCalendar:
        """Return the landlord's calendar as the database holds it: what its cases count with."""
        with self._store.read() as reading:
            return reading.calendar_versions(self._rules.calendar)[-1]


def _check_same(writing: Writing, because: str) -> None:
    """Raise IdUsed where a command would change what another one under its id did not.

    Why a due day moved names the day that came or went.
    """
    told = {getattr(e.fact, "because", "") for each in writing.earlier.values() for e in each}
    if because and told != {because}:
        raise IdUsed(writing.envelope.command_id, writing.earlier)


def _of_the_day(order: CalendarOrder) -> Telling:
    return of_a_day(order.day, order.today, checked("reason", order.because))

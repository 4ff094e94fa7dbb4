"""One order put beside the record: what it would add, what stands against that. Saves nothing."""

from collections.abc import Iterator, Sequence
from datetime import date

from casetrack.domain.errors import BadInput, NotFound
from casetrack.domain.facts import Entry, EntryCorrected, Fact
from casetrack.domain.landlord import Users
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Finding, Objection
from casetrack.domain.procedure.today import against_the_day
from casetrack.service.cited import check_named
from casetrack.service.derivation import about
from casetrack.service.house_rules import HouseRules, as_they_were
from casetrack.service.leaning import said_once
from casetrack.service.orders import Order, Recorded, Stale
from casetrack.service.people import (
    LANDLORD,
    may_not,
    nobody_registers,
)
from casetrack.service.receipts import completed
from casetrack.service.rules import Judged, JudgedLedger, Rules
from casetrack.store import Reading, RecordName


class Weighing:
    """One command put beside the record: what it would add, and what stands against that."""

    def __init__(
        self,
        rules: Rules,
        house: HouseRules,
        reading: Reading,
        order: Order,
        *,
        to_be_saved: bool = True,
    ) -> None:
        self._to_be_saved = to_be_saved
        self._rules = rules
        self._house = house
        self._reading = reading
        self._order = order
        self._calendar = rules.calendars.latest_of(())
        self._users = Users.of(Ledger.replay("landlord", reading.history(LANDLORD)))

    def weighed(self) -> Recorded:
        """Return what would come of the command."""
        order = self._order
        name = self._name()
        history = self._history(name)
        before = self._rules.judge_any(name.kind, history)
        user = self._users.with_account(order.account)
        recorder = user.handle if user else order.account
        facts = [self._filled(fact, before, recorder) for fact in order.facts]
        entries = tuple(
            Entry(
                sequence=len(history) + place,
                fact=fact,
                calendar_version=self._calendar.version,
                recorded_at=order.at,
                recorded_by=recorder,
                command_id=order.command_id,
                because=order.because,
            )
            for place, fact in enumerate(facts)
        )
        after = self._rules.judge_any(name.kind, (*history, *entries))
        findings = _new_findings(before, after)
        return Recorded(
            name=name,
            entries=entries,
            objections=tuple(self._objections(entries, before, after)),
            findings=findings,
            before=before.all_clocks,
            after=after.all_clocks,
        )

    def _name(self) -> RecordName:
        order = self._order
        for fact in order.facts:
            for day in _days_out_of_reach(fact, self._calendar.covers):
                raise BadInput(
                    f"{day.isoformat()} lies outside the days casetrack counts with "
                    f"({self._calendar.covers[0]} to {self._calendar.covers[1]}): check the year."
                )
        if order.kind == "landlord":
            return LANDLORD
        return RecordName(order.kind, order.reference or "(new)")

    def _history(self, name: RecordName) -> tuple[Entry, ...]:
        order = self._order
        if not order.reference and name != LANDLORD:
            return ()
        history = self._reading.history(name)
        if not history and name != LANDLORD:
            raise NotFound(f'There is no {order.kind} "{order.reference}".')
        if order.based_on is not None and order.based_on != len(history):
            raise Stale(name, history[order.based_on :], order.facts)
        return history

    def _filled(self, fact: Fact, before: Judged | JudgedLedger, recorder: str) -> Fact:
        area = about(before.case).service_area if isinstance(before, Judged) else ""
        filled = self._house.filled_in(fact, self._users, area, recorder)
        if isinstance(fact, EntryCorrected):
            entries = before.case.entries if isinstance(before, Judged) else before.ledger.entries
            of = (each.fact for each in entries if each.sequence == fact.corrects)
            filled = as_they_were(filled, next(of, None))
        check_named(filled, self._order.reference, self._rules.editions)
        return completed(self._reading, filled, self._order.reference)

    def _objections(
        self,
        entries: Sequence[Entry],
        before: Judged | JudgedLedger,
        after: Judged | JudgedLedger,
    ) -> list[Objection]:
        order = self._order
        then = self._users
        if isinstance(after, JudgedLedger) and order.kind == "landlord":
            then = Users.of(after.ledger)
        of_people = then != self._users
        found = [
            objection
            for entry in entries
            for objection in may_not(self._users, order.account, entry, of_people=of_people)
        ]
        if of_people and not found:
            found.extend(nobody_registers(then, entries[-1]))
        for entry in entries:
            # A preview may look ahead: what if it is acknowledged tomorrow?
            today = order.today if self._to_be_saved else max(order.today, entry.fact.happened_on)
            found.extend(against_the_day(entry, today, self._calendar, because=order.because))
        found.extend(objected_anew(before, after))
        return said_once(found, entries, order.reference)


def objected_anew(
    before: Judged | JudgedLedger, after: Judged | JudgedLedger
) -> Iterator[Objection]:
    """Give what contradicts the record or stands against an act in it, and did not before."""
    known = {(each.code, each.sequence) for each in before.objections}
    yield from (each for each in after.objections if (each.code, each.sequence) not in known)
    # One that was allowed before, as past the limit with a manager, can stand against it since.
    stood = {(each.code, each.sequence) for each in before.findings if each.against}
    for finding in after.findings:
        objection = finding.objection
        if objection is not None and (objection.code, objection.sequence) not in stood:
            yield objection


def _new_findings(
    before: Judged | JudgedLedger, after: Judged | JudgedLedger
) -> tuple[Finding, ...]:
    known = {(finding.code, finding.sequence) for finding in before.findings}
    return tuple(each for each in after.findings if (each.code, each.sequence) not in known)


def _days_out_of_reach(fact: Fact, covers: tuple[date, date]) -> list[date]:
    from casetrack.domain.procedure.today import days_named  # loaded where something is recorded

    first, last = covers
    return [day for day in days_named(fact) if not first <= day <= last]

"""Recording: one command, judged by the Code's rules against the record as it is at that moment.

What breaches the Code is refused while it is still to be done; what has happened is recorded, with
its findings. Both front ends come through here, so that neither knows a rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from casetrack.domain.clock import Clock
from casetrack.domain.errors import BadInput, Conflict, NotFound
from casetrack.domain.facts import Entry, EntryCorrected, Fact, RecordKind, Source
from casetrack.domain.landlord import Users
from casetrack.domain.ledger import Ledger
from casetrack.domain.objections import Finding, Objection, ObjectionKind
from casetrack.domain.procedure.today import against_the_day, london_day
from casetrack.domain.words import says_something
from casetrack.service.cited import check_named
from casetrack.service.derivation import about, derive
from casetrack.service.house_rules import HouseRules, as_they_were
from casetrack.service.leaning import said_once
from casetrack.service.people import (
    LANDLORD,
    may_not,
    nobody_registers,
    note_attempt,
    recorder_of,
)
from casetrack.service.receipts import completed
from casetrack.service.rules import Judged, JudgedLedger, Rules, rebuild_needed
from casetrack.service.tidying import tidied_fact
from casetrack.store import IdUsed, Reading, RecordName, Store, Writing


class Stale(Conflict):
    """Somebody else recorded something while a command was being made up."""

    def __init__(self, name: RecordName, since: Sequence[Entry], yours: Sequence[Fact]) -> None:
        """Take what was recorded meanwhile, and what was to be recorded: nothing of it is lost."""
        by = ", ".join(dict.fromkeys(entry.recorded_by for entry in since)) or "somebody"
        kinds = ", ".join(entry.fact.kind.replace("-", " ") for entry in since)
        super().__init__(
            f"{name.reference}: {by} recorded {kinds} while this was being made up. Yours is kept "
            "below and was not recorded: compare, then record it again or discard it."
        )
        self.name = name
        self.since = tuple(since)
        self.yours = tuple(yours)


class UsedBefore(IdUsed):
    """The id of a command was used for another one; nothing of either is lost."""

    def __init__(self, command_id: str, recorded: "Recorded", writing: Writing) -> None:
        """Take what was recorded under the id."""
        super().__init__(command_id, writing.earlier)
        self.recorded = recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be recorded, on which record, by whom and when."""

    kind: RecordKind
    reference: str
    """"" opens a new record"""
    facts: tuple[Fact, ...]
    account: str
    """of the computer, of who records it"""
    at: datetime
    command_id: str
    """sent twice under one id it is recorded once"""
    happened: bool = False
    """it has happened: a breach is recorded as a finding"""
    because: str = ""
    """why it happened all the same, or why it is recorded so late"""
    based_on: int | None = None
    """how many entries the record had when this was made up; None: as it is now"""

    @property
    def today(self) -> date:
        """The day it is in London."""
        return london_day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of a command, or would come of it."""

    name: RecordName
    entries: tuple[Entry, ...]
    """as recorded, or as they would be"""
    objections: tuple[Objection, ...]
    """what stands against it; with any that is not overridden nothing was saved"""
    findings: tuple[Finding, ...]
    """departures that it shows, and the record did not before"""
    before: tuple[Clock, ...]
    after: tuple[Clock, ...]
    saved: bool = False
    again: bool = False
    """the command had been carried out before: nothing was added"""

    @property
    def length(self) -> int:
        """How many entries the record has with these."""
        return max((entry.sequence + 1 for entry in self.entries), default=0)


class Recording:
    """Records facts in one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules, house: HouseRules) -> None:
        self._store = store
        self._rules = rules
        self._house = house

    def record(self, order: Order) -> Recorded:
        """Record facts, or say what stands against them: then nothing is saved.

        Raises Stale where somebody else recorded something meanwhile, UsedBefore where its id was
        used for another command, BadInput for what cannot be recorded at all, NotFound,
        RebuildNeeded, CouldNot.
        """
        if order.happened and not says_something(order.because):
            raise BadInput(
                "Say why it happened all the same (--because): it stands on record with it."
            )
        facts = tuple(map(tidied_fact, order.facts))
        order = replace(order, facts=facts)
        recorder = order.account
        with self._store.read() as reading:
            recorder = recorder_of(reading, order.account)
        with self._store.write(
            command_id=order.command_id,
            recorded_by=recorder,
            recorded_at=order.at,
            source=Source.PERSON,
        ) as writing:
            if writing.already_done:
                return _again(writing, order)
            if writing.derivation() != self._rules.stamp:
                raise rebuild_needed()
            # A bank holiday may have been added since casetrack opened.
            self._rules = self._rules.as_held(writing)
            weighed = _Weighing(self._rules, self._house, writing, order).weighed()
            if not _may_be_saved(order, weighed.objections):
                note_attempt(writing, order.account, _tried(order))
                return weighed
            return self._save(writing, order, weighed)

    def preview(self, order: Order) -> Recorded:
        """Return what would come of recording facts, and save nothing. Raises as `record` does."""
        order = replace(order, facts=tuple(map(tidied_fact, order.facts)))
        with self._store.read() as reading:
            rules = self._rules.as_held(reading)
            return _Weighing(rules, self._house, reading, order, to_be_saved=False).weighed()

    def _save(self, writing: Writing, order: Order, weighed: Recorded) -> Recorded:
        name = weighed.name
        if not order.reference:
            name = RecordName(order.kind, _new_reference(writing, order))
        entries = writing.append(
            name,
            [entry.fact for entry in weighed.entries],
            calendar_version=self._rules.calendars.latest_of(()).version,
            expected_length=order.based_on,
            because=order.because.strip(),
        )
        history = writing.history(name)
        judged = self._rules.judge_any(name.kind, history)
        derived = derive(name, judged, len(history), self._rules.calendars)
        writing.replace_derived(name, derived)
        return replace(weighed, name=name, entries=entries, saved=True)


def _may_be_saved(order: Order, objections: Sequence[Objection]) -> bool:
    return not objections or (
        order.happened and all(each.kind is ObjectionKind.BREACH for each in objections)
    )


def _tried(order: Order) -> str:
    """Return what an order is, in words that tell nothing of any person."""
    kinds = ", ".join(dict.fromkeys(fact.kind for fact in order.facts))
    return f"{kinds} on {order.kind} {order.reference or '(new)'}"


def _again(writing: Writing, order: Order) -> Recorded:
    """Return what a command recorded when it was first carried out. Raises UsedBefore."""
    from casetrack.service.sent_again import is_the_same  # a command is seldom sent again

    name, entries = next(iter(writing.earlier.items()))
    recorded = Recorded(
        name=name,
        entries=entries,
        objections=(),
        findings=(),
        before=(),
        after=(),
        saved=True,
        again=True,
    )
    if not is_the_same(order, writing.earlier):
        raise UsedBefore(order.command_id, recorded, writing)
    return recorded


def _new_reference(writing: Writing, order: Order) -> str:
    if order.kind == "resident":
        return writing.new_resident_reference()
    return writing.new_reference(order.facts[0].happened_on.year)


class _Weighing:
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

"""A landlord's database on which acts are tried, and what is on record there afterwards."""

import contextlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

from acts_on_file import Attempt, Codes, Table
from sqlalchemy import inspect, text

from casetrack.bootstrap import Casetrack, wired
from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import FACTS, Fact, RecordKind, Source
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.terms import Role
from casetrack.domain.objections import Finding
from casetrack.editions import load_editions
from casetrack.service.casework import CaseView
from casetrack.service.orders import Order, Recorded
from casetrack.service.rules import Judged, JudgedLedger
from casetrack.service.what_if import read_facts
from casetrack.settings import Settings
from casetrack.store import Store

PEOPLE = {
    # who goes by what, and what they may do
    "MM": Role.MANAGER,
    "JB": Role.HANDLER,
    "SK": Role.HANDLER,
    "PO": Role.HANDLER,
    "AU": Role.AUDITOR,
}
BESIDE = "the case beside"
"""what the files call the reference of the other case that is on record"""
LONG_AGO = date(2022, 3, 1)
"""before any history of the tests"""
HAPPENED = "It went out before anybody looked."
FILLED_IN = {
    *("role", "sign_off_needed", "contact_attempts_needed", "decided_by", "decided_by_role"),
    *("approved_by_role", "ground", "could_join", "unfit"),
    *("signed_off_by_unfit", "approved_by_unfit", "decided_by_unfit", "reviewed_by_unfit"),
}
"""fields that casetrack may fill in where nobody gave them"""


class Desk:
    """One landlord's database, and everybody who works on its complaints."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._under: dict[str, Casetrack] = {}
        self._stamp = ""

    def settle_in(self) -> None:
        """Put the calendar and the people into an empty database."""
        from casetrack.calendars import load_calendar

        with self._write("the calendar") as writing:
            writing.add_calendar(load_calendar("england-and-wales", self._folder))
        casetrack = self.casetrack({})
        for handle, role in PEOPLE.items():
            user = UserRegistered(
                happened_on=LONG_AGO, handle=handle, role=role, account=account_of(handle)
            )
            order = self._order("landlord", "landlord", (user,), by="MM", today=LONG_AGO)
            assert casetrack.recording.record(order).saved

    def casetrack(self, settings: Table) -> Casetrack:
        """Return casetrack under some settings, its derived rows made under them."""
        key = repr(settings)
        if key not in self._under:
            own = Settings(**{"landlord": {"name": "Sample Homes"}, **settings})
            self._under[key] = wired(own, load_editions(), self._store, self._folder)
        found = self._under[key]
        if self._stamp != found._rules.stamp:
            self._stamp = found._rules.stamp
            with self._write(f"settings {uuid.uuid4()}") as writing:
                writing.set_derivation(self._stamp)
        return found

    def _write(self, command_id: str) -> contextlib.AbstractContextManager[Any]:
        return self._store.write(
            command_id=command_id,
            recorded_by="casetrack",
            recorded_at=noon(LONG_AGO),
            source=Source.CASETRACK,
        )

    def _order(
        self, kind: RecordKind, reference: str, facts: Sequence[Fact], *, by: str, today: date
    ) -> Order:
        return Order(
            kind=kind,
            reference=reference,
            facts=tuple(facts),
            account=account_of(by),
            at=noon(today),
            command_id=str(uuid.uuid4()),
        )

    def dump(self) -> int:
        """Return a number that changes with anything in the database."""
        with self._store.read() as reading:
            connection = reading.connection
            tables = sorted(inspect(connection).get_table_names())
            found = {table: connection.execute(text(f"SELECT * FROM {table}")) for table in tables}
            # A row itself is printed with long values cut short; its tuple is not.
            rows = {table: sorted(repr(tuple(row)) for row in found[table]) for table in tables}
        return hash(str(rows))

    # --- one attempt

    def set_out(self, attempt: Attempt) -> "Try":
        """Record the history of an attempt on a record of its own, and give the act beside it."""
        casetrack = self.casetrack(attempt.settings)
        kind = record_kind(attempt)
        act = attempt.fact
        if attempt.beside:
            other = self._as_told(casetrack, "case", "", told(attempt.beside, attempt.beside, 0))
            assert not other.findings
            act = naming(other.name.reference, act)
        reference = "landlord" if kind == "landlord" else ""
        begun = casetrack.casework.record("landlord", "landlord").history
        first = len(begun) if kind == "landlord" else 0
        if attempt.history:
            history = told(attempt.history, attempt.history, first)
            recorded = self._as_told(casetrack, kind, reference, history)
            assert codes(recorded.findings) == Counter(attempt.history_findings.items())
            reference = recorded.name.reference
        (fact,) = told([act], attempt.history, first)
        order = self._order(kind, reference, (fact,), by=attempt.by, today=attempt.today)
        return Try(casetrack, replace(order, because=attempt.because))

    def _as_told(
        self, casetrack: Casetrack, kind: RecordKind, reference: str, history: Sequence[Fact]
    ) -> Recorded:
        """Record what has happened before the act, as the story has it."""
        today = max(fact.happened_on for fact in history)
        order = self._order(kind, reference, history, by="JB", today=today)
        order = replace(order, happened=True, because="As the story has it.")
        recorded = casetrack.recording.record(order)
        assert recorded.saved, [each.reason for each in recorded.objections]
        return recorded


class Try:
    """An act beside the record it is to be recorded on."""

    def __init__(self, casetrack: Casetrack, order: Order) -> None:
        self._casetrack = casetrack
        self._order = order
        self._before = self._findings() if order.reference else Counter()

    @property
    def order(self) -> Order:
        """What is to be recorded."""
        return self._order

    def still_to_be_done(self) -> Recorded:
        """Record it as something still to be done."""
        return self._record(self._order)

    def as_happened(self, because: str = HAPPENED) -> Recorded:
        """Record it as something that has happened."""
        again = f"{self._order.command_id}, happened{because}"
        return self._record(replace(self._order, happened=True, because=because, command_id=again))

    def _record(self, order: Order) -> Recorded:
        recorded = self._casetrack.recording.record(order)
        if recorded.saved:
            self._order = replace(self._order, reference=recorded.name.reference)
        return recorded

    @property
    def judged(self) -> Judged | JudgedLedger:
        """What is on record now, judged anew from the database."""
        if self._order.kind == "case":
            return self.view.judged
        kind, reference = self._order.kind, self._order.reference
        return self._casetrack.casework.record(kind, reference).judged

    @property
    def view(self) -> CaseView:
        """The case as it is on record now."""
        return self._casetrack.casework.show(self._order.reference)

    def _findings(self) -> "Counter[tuple[str, str]]":
        return codes(self.judged.findings)

    def found_since(self) -> "Counter[tuple[str, str]]":
        """Return the findings on record that were not there before the act."""
        return self._findings() - self._before

    def cured_since(self) -> "Counter[tuple[str, str]]":
        """Return the findings that the act has taken away."""
        return self._before - self._findings()


def codes(findings: Sequence[Finding]) -> "Counter[tuple[str, str]]":
    """Return what was found, each with the provision as it is shown."""
    return Counter((each.code, each.cited.shown) for each in findings)


def objected(recorded: Recorded, kind: str) -> Codes:
    """Return the codes of what stands against an act, of one kind, with their provisions."""
    return {each.code: each.provision for each in recorded.objections if each.kind == kind}


def told(facts: Sequence[Table], history: Sequence[Table], first: int) -> list[Fact]:
    """Return facts as casetrack reads them; an entry is named by what the history calls it."""
    numbers = {fact["called"]: n for n, fact in enumerate(history, first) if "called" in fact}
    plain = [as_json({k: v for k, v in fact.items() if k != "called"}) for fact in facts]
    for fact in plain:
        for field in fact_fields(cast("str", fact["fact"])):
            if field.hint in (int, int | None) and isinstance(fact.get(field.name), str):
                fact[field.name] = numbers[fact[field.name]]
    return [entry.fact for entry in read_facts(plain)]


def naming(reference: str, told: Table) -> Table:
    """Return a fact as the files tell it with the reference of the case beside."""
    return {
        key: naming(reference, word)
        if isinstance(word, Mapping)
        else reference
        if word == BESIDE
        else word
        for key, word in told.items()
    }


def record_kind(attempt: Attempt) -> RecordKind:
    """Return the kind of record an act belongs to; a correction is of what it stands beside."""
    facts = [*attempt.history, attempt.fact]
    return FACTS[facts[0]["fact"]].belongs_to


def as_json(value: Any) -> Any:
    """Return a TOML value as the JSON of a history would hold it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: as_json(each) for key, each in value.items()}
    return [as_json(each) for each in value] if isinstance(value, list) else value


def same_words(given: Fact, returned: Fact) -> bool:
    """Say whether everything that was typed came back as it was, but for blanks around it."""
    return all(
        _same(getattr(given, field.name), getattr(returned, field.name))
        for field in fields(given)
        if field.name not in FILLED_IN or getattr(given, field.name)
    )


def _same(given: object, returned: object) -> bool:
    if isinstance(given, Fact) and isinstance(returned, Fact):
        return same_words(given, returned)
    if isinstance(given, str) and isinstance(returned, str):
        return given.strip() == returned.strip()
    return given == returned


def account_of(handle: str) -> str:
    """Return the account of the computer that somebody works with."""
    return f"{handle.lower()}@sample-homes"


def noon(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), UTC)

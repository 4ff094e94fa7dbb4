"""Records as they stand: a case with its clocks and its resident, and each date's proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from casetrack.domain.clock import Calendars, Clock
from casetrack.domain.errors import BadInput, NotFound, nearest
from casetrack.domain.explain import Explanation, explain
from casetrack.domain.facts import Entry, EntryCorrected, Fact, RecordKind
from casetrack.domain.landlord import Users
from casetrack.domain.ledger import Ledger
from casetrack.domain.procedure.today import recorded_late
from casetrack.domain.record import in_order
from casetrack.domain.resident import Resident
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.derivation import About, about, state_of
from casetrack.service.people import LANDLORD
from casetrack.service.rules import Judged, JudgedLedger, Rules
from casetrack.store import (
    CaseFilter,
    CasePlace,
    CaseSummary,
    Likeness,
    Reading,
    RecordName,
    Store,
    searchable,
)

_RECENT: Final = timedelta(days=183)
"""how far back a complaint may lie that is perhaps the same"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it is on record."""

    reference: str
    history: tuple[Entry, ...]
    """every entry as it was recorded, corrections beside what they correct"""
    judged: Judged
    state: str
    calendar: WorkingCalendar
    """the newest version"""
    calendars: Calendars
    about: About
    resident: Resident | None = None
    """what holds for the resident, where the case names their record"""

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks that have begun or been settled: of the stages in order, then the others."""
        return self.judged.all_clocks


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """The record of a resident or of the landlord."""

    name: RecordName
    history: tuple[Entry, ...]
    judged: JudgedLedger
    calendar: WorkingCalendar
    """the newest version"""
    calendars: Calendars
    cases: tuple[CaseSummary, ...] = ()
    """of a resident: each of their cases, those received last first"""
    household: tuple[str, ...] = ()
    """the references of those who live with the resident"""

    @property
    def resident(self) -> Resident:
        """What holds for the resident."""
        return Resident.of(self.judged.ledger)

    @property
    def users(self) -> Users:
        """Who works on complaints."""
        return Users.of(self.judged.ledger)


@dataclass(frozen=True, slots=True)
class Why:
    """A clock and the proof of its date; None where it has no date to prove."""

    clock: Clock
    explanation: Explanation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of a history, with what became of it."""

    entry: Entry
    late: bool
    """written down more than a working day after it happened"""
    corrected_by: int | None
    """the entry that replaced it or took it out"""
    was: Fact | None
    """of a correction: what stood there before"""
    findings: tuple[str, ...]
    left_out: str
    """why it counts for nothing, "" where it counts"""
    taken_out: bool = False
    """by the entry that corrected it, with nothing in its place"""


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that may be the complaint that is being recorded, and why."""

    reference: str
    why: str


class Casework:
    """The records of one database under one landlord's rules."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules

    def show(self, reference: str) -> CaseView:
        """Return a case. Raises NotFound with the nearest reference there is."""
        with self._store.read() as reading:
            name, history = self._history(reading, "case", reference)
            rules = self._as_held(reading)
            judged = rules.judge(history)
            of = about(judged.case)
            resident = self._resident(reading, of.resident_reference)
        return CaseView(
            reference=name.reference,
            history=history,
            judged=judged,
            state=state_of(judged),
            calendar=rules.calendars.latest_of(()),
            calendars=rules.calendars,
            about=of,
            resident=resident,
        )

    def record(self, kind: RecordKind, reference: str) -> RecordView:
        """Return the record of a resident or the landlord. Raises NotFound."""
        with self._store.read() as reading:
            if kind == "landlord":
                name, history = LANDLORD, reading.history(LANDLORD)
            else:
                name, history = self._history(reading, kind, reference)
            rules = self._as_held(reading)
            judged = rules.judge_ledger(kind, history)
            cases = reading.cases_of(name.reference) if kind == "resident" else ()
            household = self._household(reading, name, judged) if kind == "resident" else ()
        return RecordView(
            name=name,
            history=history,
            judged=judged,
            calendar=rules.calendars.latest_of(()),
            calendars=rules.calendars,
            cases=cases,
            household=household,
        )

    def _as_held(self, reading: Reading) -> Rules:
        """Return the rules with the calendar as it is by now, and keep them for the next time."""
        self._rules = self._rules.as_held(reading)
        return self._rules

    def _household(
        self, reading: Reading, name: RecordName, judged: JudgedLedger
    ) -> tuple[str, ...]:
        registered = Resident.of(judged.ledger).registered
        household = registered.household if registered else ""
        if not household:
            return ()
        found = []
        for reference in reading.find_residents(household):
            other = self._resident(reading, reference)
            same = other is not None and other.registered is not None
            if same and other.registered.household == household and reference != name.reference:  # type: ignore[union-attr]
                found.append(reference)
        return tuple(found)

    def _history(
        self, reading: Reading, kind: RecordKind, reference: str
    ) -> tuple[RecordName, tuple[Entry, ...]]:
        reference = reference.strip()
        name = RecordName(kind, reference) if reference else None
        history = reading.history(name) if name else ()
        if name is None or not history:
            known = reading.known_references(kind)
            raise NotFound(f'There is no {kind} "{reference}".{nearest(reference, known)}')
        return name, history

    def _resident(self, reading: Reading, reference: str) -> Resident | None:
        if not reference:
            return None
        history = reading.history(RecordName("resident", reference))
        return Resident.of(Ledger.replay("resident", history)) if history else None

    def stage_under_way(self, reference: str, *, but: str | None = None) -> int:
        """Return the number of the stage a case is at; 1 before there is any. Raises NotFound.

        `but` is the id of a command that may have been carried out: sent again it means the same.
        """
        return max(1, len(self._before(reference, but).case.stages))

    def days_on(
        self, reference: str, stage: int, working_days: int, *, but: str | None = None
    ) -> date:
        """Return the day so many working days after a stage's answer is due; `but` as above.

        Raises NotFound for a case there is not, BadInput where no time to answer runs yet.
        """
        judged = self._before(reference, but)
        counted = judged.clocks.stage(stage) if judged.clocks else None
        if counted is None or counted.response.due_on is None:
            raise BadInput(
                f"No time to answer stage {stage} of {reference} runs yet, so +{working_days}wd "
                "has nothing to count from: acknowledge it first, or give the day itself."
            )
        return self._rules.calendars.latest_of(()).add(counted.response.due_on, working_days)

    def _before(self, reference: str, command_id: str | None) -> Judged:
        """Return what a case adds up to, as it was before a command if that was carried out."""
        with self._store.read() as reading:
            _, history = self._history(reading, "case", reference)
            rules = self._as_held(reading)
        ours = [each.sequence for each in history if command_id and each.command_id == command_id]
        return rules.judge(history[: ours[0]] if ours else history)

    def standing(self, kind: RecordKind, reference: str, number: int) -> Fact:
        """Return what an entry says, corrections applied. Raises NotFound where there is none."""
        with self._store.read() as reading:
            if kind == "landlord":
                history = reading.history(LANDLORD)
            else:
                _, history = self._history(reading, kind, reference)
        for entry in in_order(history):
            if entry.sequence == number and not isinstance(entry.fact, EntryCorrected):
                return entry.fact
        raise NotFound(
            f"{reference} has no entry {number} that stands. `casetrack case history {reference}` "
            "shows the numbers; a correction is undone by correcting its entry again."
        )

    def told(self, view: CaseView | RecordView) -> tuple[Told, ...]:
        """Return a history as it was recorded, each entry with what became of it."""
        standing = {entry.sequence: entry for entry in in_order(view.history)}
        corrections = {
            entry.fact.corrects: entry.sequence
            for entry in view.history
            if isinstance(entry.fact, EntryCorrected)
        }
        taken_out = {
            entry.fact.corrects
            for entry in view.history
            if isinstance(entry.fact, EntryCorrected) and entry.fact.replacement is None
        }
        before = _before_corrections(view.history)
        findings: dict[int, list[str]] = {}
        for finding in view.judged.findings:
            findings.setdefault(finding.sequence, []).append(f"{finding.cited}: {finding.says}")
        left_out = {each.sequence: each.reason for each in view.judged.objections}
        return tuple(
            Told(
                entry=entry,
                # By the calendar of the day it was written down, as it is counted in figures.
                late=recorded_late(entry, view.calendars.latest_of((entry.calendar_version,))),
                corrected_by=corrections.get(entry.sequence),
                was=before.get(entry.sequence),
                findings=tuple(findings.get(entry.sequence, ())),
                left_out=left_out.get(entry.sequence, "") if entry.sequence in standing else "",
                taken_out=entry.sequence in taken_out,
            )
            for entry in view.history
        )

    def why(self, view: CaseView, today: date) -> tuple[Why, ...]:
        """Return each clock of a case with the proof of its date."""
        return tuple(
            Why(
                clock,
                explain(clock, view.calendars.latest_of((clock.calendar_version,)), today),
            )
            for clock in view.clocks
        )

    # --- finding

    def find(
        self, wanted: CaseFilter, *, after: CasePlace | None = None, size: int = 50
    ) -> tuple[CaseSummary, ...]:
        """Return the next cases that meet a filter, those received last first.

        Raises BadInput for words in which there is nothing to look for.
        """
        if wanted.words.strip() and not searchable(wanted.words):
            raise BadInput(
                f"There is no word in {wanted.words!r} to look for: give letters or figures of a "
                "name, a reference or what it is about."
            )
        with self._store.read() as reading:
            return reading.find(wanted, after=after, size=size)

    def find_residents(self, words: str) -> tuple[RecordView, ...]:
        """Return the residents that some words find."""
        with self._store.read() as reading:
            references = reading.find_residents(words)
        return tuple(self.record("resident", reference) for reference in references)

    def similar(self, fact: Fact) -> tuple[Alike, ...]:
        """Return cases that may be the same as one about to be opened, likeliest first."""
        said: Any = fact
        with self._store.read() as reading:
            found = reading.similar(
                [getattr(said, name, "") for name in ("words", "summary", "category")],
                who=[said.resident, said.address],
                resident_reference=said.resident_reference,
                since=fact.happened_on - _RECENT,
            )
        return tuple(Alike(each.summary.reference, _in_words(each.why)) for each in found)


def _in_words(likeness: Likeness) -> str:
    return likeness.value.replace("-", " ")


def _before_corrections(history: tuple[Entry, ...]) -> dict[int, Fact]:
    """Return, for each correction, what it replaced: the entry as it stood until then."""
    found: dict[int, Fact] = {}
    for place, entry in enumerate(history):
        if isinstance(entry.fact, EntryCorrected):
            earlier = {each.sequence: each.fact for each in _standing(history[:place])}
            if entry.fact.corrects in earlier:
                found[entry.sequence] = earlier[entry.fact.corrects]
    return found


def _standing(history: tuple[Entry, ...]) -> Iterator[Entry]:
    return iter(in_order(history))

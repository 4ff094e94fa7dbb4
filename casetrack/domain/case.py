"""What a history adds up to: the stages of a complaint, each with the facts that count.

Replay is total. It takes any history in any order and never raises: a fact that contradicts the
record is left out, with an objection. Knows nothing of days counted, clocks or breaches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, assert_never

from casetrack.domain import facts as f
from casetrack.domain.facts import AnyFact, Entry
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.working_days import said

LAST_STAGE: Final = 2
"""No edition casetrack holds has the clocks of a third stage (2024: forbidden, 5.3)."""


_StageFact = (
    f.ComplaintLogged
    | f.ComplaintDefined
    | f.ComplaintAcknowledged
    | f.HandlerAssigned
    | f.ResponseExtended
    | f.ResponseIssued
    | f.RemedyOffered
    | f.DeadlineRecorded
)
_CaseFact = (
    f.EscalationRequested
    | f.EscalationRefused
    | f.ComplaintRefused
    | f.ComplaintWithdrawn
    | f.CaseClosed
)
_Problem = tuple[str, str, str, str]
"""code, provision, reason, cure"""


@dataclass(slots=True, kw_only=True)
class StageHistory:
    """What counts of one stage. Each entry is the first of its kind."""

    number: int
    opened: Entry
    """the receipt of the complaint, or the request for stage 2"""
    logged: Entry | None = None
    acknowledged: Entry | None = None
    defined: Entry | None = None
    assigned: Entry | None = None
    """the latest one"""
    extensions: list[Entry] = field(default_factory=list)
    answered: Entry | None = None
    ended: Entry | None = None
    """refused or withdrawn before it was answered; nothing later counts"""

    @property
    def opened_on(self) -> date:
        """The day the stage began."""
        return self.opened.fact.happened_on

    @property
    def handler(self) -> str:
        """Who is responsible for the stage, "" where nobody is."""
        fact = self.assigned.fact if self.assigned else None
        return fact.handler if isinstance(fact, f.HandlerAssigned) else ""

    @property
    def refused(self) -> bool:
        """Whether the landlord refused to take it."""
        return self.ended is not None and isinstance(
            self.ended.fact, f.ComplaintRefused | f.EscalationRefused
        )

    @property
    def withdrawn(self) -> bool:
        """Whether the resident withdrew it before it was answered."""
        return self.ended is not None and isinstance(self.ended.fact, f.ComplaintWithdrawn)


@dataclass(slots=True, kw_only=True)
class Case:
    """A complaint as its history tells it. Not to be changed once it has been replayed."""

    entries: tuple[Entry, ...]
    """in the order of what happened, corrections applied"""
    stages: list[StageHistory] = field(default_factory=list)
    left_out: list[Objection] = field(default_factory=list)
    """entries that contradict the record: they stand in the history and count for nothing"""
    remedies: list[f.RemedyOffered] = field(default_factory=list)
    recorded_due: list[Entry] = field(default_factory=list)
    """due dates that stood in the landlord's own log"""
    after_the_end: list[Entry] = field(default_factory=list)
    """what is dated after its stage was withdrawn or refused: on record, and in no clock"""
    closed: Entry | None = None
    withdrawn: Entry | None = None

    @classmethod
    def replay(cls, history: Iterable[Entry]) -> "Case":
        """Return what a history adds up to. Never raises."""
        entries = in_order(history)
        case = cls(entries=entries)
        for entry in entries:
            problem = case._take(entry)
            if problem:
                code, provision, reason, cure = problem
                case.left_out.append(
                    Objection(
                        kind=ObjectionKind.IMPOSSIBLE,
                        code=code,
                        sequence=entry.sequence,
                        provision=provision,
                        stage=getattr(entry.fact, "stage", 1),
                        reason=reason,
                        cure=cure,
                    )
                )
        return case

    def stage(self, number: int) -> StageHistory | None:
        """Return a stage that has begun, or None."""
        return self.stages[number - 1] if 1 <= number <= len(self.stages) else None

    @property
    def received(self) -> Entry | None:
        """The receipt of the complaint."""
        return self.stages[0].opened if self.stages else None

    @property
    def complaint(self) -> f.ComplaintReceived | None:
        """What was received."""
        fact = self.received.fact if self.received else None
        return fact if isinstance(fact, f.ComplaintReceived) else None

    def _take(self, entry: Entry) -> _Problem | None:
        fact = entry.fact
        match fact:
            case f.EntryCorrected():
                return _corrects_nothing(entry, fact)
            case f.DeadlineMoved():
                return None
            case f.StageFact() if not 1 <= fact.stage <= LAST_STAGE:
                return _no_such_stage(fact)
            case f.ComplaintReceived():
                if self.stages:
                    return _twice("received", self.stages[0].opened)
                self.stages.append(StageHistory(number=1, opened=entry))
                return None
            case _ if not self.stages:
                return self._before_receipt(fact)
            case f.StageFact():
                return self._take_at_stage(entry, fact)
            case _:
                return self._take_on_case(entry, fact)

    def _before_receipt(self, fact: AnyFact) -> _Problem:
        received = min(
            (e.fact.happened_on for e in self.entries if isinstance(e.fact, f.ComplaintReceived)),
            default=None,
        )
        if received is None:
            return (
                "no-receipt",
                "1.2",
                "no receipt of the complaint is recorded",
                "Record the day the complaint was received first.",
            )
        return (
            "before-receipt",
            "1.2",
            f"{said(fact.happened_on)} is before the complaint was received, {said(received)}",
            "Correct the day, or the day of receipt if the complaint arrived earlier.",
        )

    def _take_at_stage(self, entry: Entry, fact: _StageFact) -> _Problem | None:
        stage = self.stage(fact.stage)
        if stage is None:
            return _before_request(self.entries, fact)
        match fact:
            case f.DeadlineRecorded():
                self.recorded_due.append(entry)
            case f.RemedyOffered():
                self.remedies.append(fact)
            case f.HandlerAssigned():
                stage.assigned = entry
            case _ if stage.ended is not None:
                self.after_the_end.append(entry)
            case f.ResponseExtended():
                stage.extensions.append(entry)
            case f.ComplaintDefined():
                if stage.defined is not None and stage.defined.fact == fact:
                    return _twice(f"defined at stage {stage.number}", stage.defined)
                stage.defined = stage.defined or entry
            case f.ComplaintLogged():
                return _once(stage, "logged", entry)
            case f.ComplaintAcknowledged():
                return _once(stage, "acknowledged", entry)
            case f.ResponseIssued():
                return _once(stage, "answered", entry)
            case _:
                assert_never(fact)
        return None

    def _take_on_case(self, entry: Entry, fact: _CaseFact) -> _Problem | None:
        match fact:
            case f.EscalationRequested():
                if len(self.stages) == LAST_STAGE:
                    return _twice("escalated", self.stages[1].opened)
                self.stages.append(StageHistory(number=2, opened=entry))
                self.closed = None
            case f.EscalationRefused():
                if len(self.stages) < LAST_STAGE:
                    return (
                        "before-escalation",
                        "6.10",
                        "no request for stage 2 is recorded that could be refused",
                        "Record the day the resident asked for stage 2 first.",
                    )
                return _refuse(self.stages[1], entry)
            case f.ComplaintRefused():
                return _refuse(self.stages[0], entry)
            case f.ComplaintWithdrawn():
                if self.withdrawn:
                    return _twice("withdrawn", self.withdrawn)
                self.withdrawn = entry
                for stage in self.stages:
                    _end(stage, entry)
            case f.CaseClosed():
                if self.closed:
                    return _twice("closed", self.closed)
                self.closed = entry
            case _:
                assert_never(fact)
        return None


def _end(stage: StageHistory, entry: Entry) -> None:
    if stage.answered is None and stage.ended is None:
        stage.ended = entry


def _refuse(stage: StageHistory, entry: Entry) -> _Problem | None:
    if stage.refused and stage.ended:
        return _twice(f"refused at stage {stage.number}", stage.ended)
    _end(stage, entry)
    return None


def _once(stage: StageHistory, name: str, entry: Entry) -> _Problem | None:
    earlier: Entry | None = getattr(stage, name)
    if earlier is not None:
        return _twice(f"{name} at stage {stage.number}", earlier)
    setattr(stage, name, entry)
    return None


def _twice(what: str, earlier: Entry) -> _Problem:
    return (
        "twice",
        "",
        f"it was already {what} on {said(earlier.fact.happened_on)}",
        "If that day is wrong, correct that entry instead of recording another.",
    )


def _before_request(entries: Sequence[Entry], fact: f.StageFact) -> _Problem:
    requested = min(
        (
            e.fact.happened_on
            for e in entries
            if isinstance(e.fact, f.EscalationRequested) and e.fact.happened_on > fact.happened_on
        ),
        default=None,
    )
    if requested is None:
        reason = "stage 2 has not been requested"
    else:
        reason = f"{said(fact.happened_on)} is before stage 2 was requested, {said(requested)}"
    return (
        "before-escalation",
        "6.10",
        reason,
        "Record the day the resident asked for stage 2, or correct the stage or the day.",
    )


def _no_such_stage(fact: f.StageFact) -> _Problem:
    return (
        "no-such-stage",
        "5.3",
        f"there is no stage {fact.stage} with timescales",
        "Record it at stage 1 or stage 2.",
    )


def _corrects_nothing(entry: Entry, fact: f.EntryCorrected) -> _Problem | None:
    if 0 <= fact.corrects < entry.sequence:
        return None
    return (
        "corrects-nothing",
        "",
        f"entry {fact.corrects} was not on record before this correction",
        "Name the number of the entry that was wrong.",
    )


def in_order(history: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries in the order of what happened, each correction in its entry's place."""
    entries = list(history)
    if any(isinstance(entry.fact, f.EntryCorrected) for entry in entries):
        entries = _corrected(entries)
    entries.sort(key=_order)
    return tuple(entries)


def _order(entry: Entry) -> tuple[date, tuple[int, int], int]:
    fact = entry.fact
    return (fact.happened_on, f.place_in_the_day(fact), entry.sequence)


def _corrected(entries: Sequence[Entry]) -> list[Entry]:
    """Apply corrections from the last one back, so that a correction can itself be corrected."""
    standing: dict[int, Entry] = {entry.sequence: entry for entry in entries}
    settled: set[int] = set()
    for sequence in sorted(standing, reverse=True):
        correction = standing.get(sequence)
        if correction is None or not isinstance(correction.fact, f.EntryCorrected):
            continue
        corrects = correction.fact.corrects
        if corrects >= sequence or corrects in settled or corrects not in standing:
            continue
        settled.add(corrects)
        if correction.fact.replacement is None:
            del standing[corrects]
        else:
            # Judged with the calendar of the day it was put right (architecture, decision 7).
            standing[corrects] = replace(
                standing[corrects],
                fact=correction.fact.replacement,
                calendar_version=correction.calendar_version,
            )
    return list(standing.values())

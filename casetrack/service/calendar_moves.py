"""Open clocks counted anew after the calendar changed: what moved, and a fact for each.

Knows which records to go through; never what came or went. A day promised to the resident does
not move.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from casetrack.domain.case import Case
from casetrack.domain.code import ClockKind
from casetrack.domain.facts import DeadlineMoved, ResponseExtended
from casetrack.domain.facts.papers import LetterIssued
from casetrack.domain.facts.terms import LetterKind
from casetrack.service.derivation import derive
from casetrack.service.rules import Judged, JudgedLedger, Rules
from casetrack.store import Clock, PreparedRecord, RecordName, Writing, prepare

DueDays = Mapping[tuple[str, int], date]
"""when the open clocks of a record were due, by key and starting entry"""

_OF_THE_ANSWER: Final = (ClockKind.RESPONSE, ClockKind.BACKSTOP)
"""the clocks that are about the day the resident is answered"""
_PROMISING: Final = (
    LetterKind.STAGE_1_ACKNOWLEDGEMENT,
    LetterKind.STAGE_2_ACKNOWLEDGEMENT,
    LetterKind.EXTENSION,
)
"""the letters that promise that day; others promise something else"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An open clock that is due on another day now."""

    record: RecordName
    clock: str
    """its key"""
    kind: ClockKind
    stage: int
    was_due_on: date
    due_on: date
    promised_on: date | None = None
    """the day the resident was last promised an answer by: it stays a promise"""


@dataclass(frozen=True, slots=True)
class Why:
    """What each fact about a moved due day says besides the days."""

    happened_on: date
    because: str


class Recount:
    """One way through the records that a change of the calendar can touch."""

    def __init__(self, writing: Writing, rules: Rules, why: Why) -> None:
        """Take a command under way, and rules whose newest calendar is the new one."""
        self._writing = writing
        self._rules = rules
        self._version = rules.calendars.latest_of(()).version
        self._why = why
        self._moved: list[Moved] = []

    def moved(self, due: Mapping[RecordName, DueDays]) -> list[Moved]:
        """Count the records anew and save them; return what moved, in their order."""
        self._writing.append_prepared(self._records(due))
        return self._moved

    def _records(self, due: Mapping[RecordName, DueDays]) -> Iterator[PreparedRecord]:
        heads = self._writing.heads(due)
        for name, history in self._writing.histories_of(due):
            judged = self._rules.judge_any(name.kind, history)
            fresh = derive(name, judged, len(history), self._rules.calendars)
            moved = list(_moved(name, fresh.clocks, due[name], judged))
            self._moved += moved
            if moved and fresh.summary:
                entries = len(history) + len(moved)  # nothing else hangs on these facts
                fresh = replace(fresh, summary=replace(fresh.summary, entries=entries))
            yield prepare(
                name,
                [self._fact(each) for each in moved],
                envelope=self._writing.envelope,
                calendar_version=self._version,
                head=heads[name],
                derived=fresh,
            )

    def _fact(self, moved: Moved) -> DeadlineMoved:
        return DeadlineMoved(
            happened_on=self._why.happened_on,
            stage=moved.stage,
            clock=moved.clock,
            was_due_on=moved.was_due_on,
            due_on=moved.due_on,
            because=self._why.because,
        )


def _moved(
    name: RecordName, clocks: tuple[Clock, ...], was_due: DueDays, judged: Judged | JudgedLedger
) -> Iterator[Moved]:
    for clock in clocks:
        was_due_on = was_due.get((clock.key, clock.started_by), clock.due_on)
        if clock.due_on != was_due_on:
            case = judged.case if isinstance(judged, Judged) else None
            yield Moved(
                record=name,
                clock=clock.key,
                kind=ClockKind(clock.kind),
                stage=clock.stage,
                was_due_on=was_due_on,
                due_on=clock.due_on,
                promised_on=(
                    _promised(case, clock.stage) if case and clock.kind in _OF_THE_ANSWER else None
                ),
            )


def _promised(case: Case, number: int) -> date | None:
    """The day by which the resident was last told that the answer of a stage would come."""
    stage = case.stage(number)
    told = [*(stage.extensions if stage else ()), *case.of_kind("letter-issued")]
    promised = None
    for entry in sorted(told, key=lambda each: (each.fact.happened_on, each.sequence)):
        fact = entry.fact
        if isinstance(fact, ResponseExtended):
            promised = fact.until
        elif isinstance(fact, LetterIssued) and fact.stage == number and fact.letter in _PROMISING:
            promised = fact.promised_on or promised
    return promised

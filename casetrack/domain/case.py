"""What a history adds up to: the stages of a complaint, each with the facts that count.

Replay is total. It takes any history in any order and never raises: a fact that contradicts the
record is left out, with an objection. Knows nothing of days counted, clocks or breaches.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, assert_never

from casetrack.domain import facts as f
from casetrack.domain.contradictions import (
    automatic_reply,
    before_receipt,
    before_request,
    elsewhere,
    no_such_stage,
    of_a_complaint,
    of_a_request,
    requested_again,
)
from casetrack.domain.facts import Entry
from casetrack.domain.objections import Objection
from casetrack.domain.record import (
    FollowUps,
    Problem,
    corrects_nothing,
    follows,
    in_order,
    recorded_since,
    twice,
)
from casetrack.domain.stage import StageHistory, set_out

LAST_STAGE: Final = 2
"""No edition casetrack holds has the clocks of a third stage (2024: forbidden, 5.3)."""

_OfStage = (
    f.ComplaintLogged
    | f.ComplaintDefined
    | f.ComplaintAcknowledged
    | f.HandlerAssigned
    | f.ResponseExtended
    | f.ResponseIssued
    | f.RemedyOffered
    | f.DeadlineRecorded
)
_OfCase = (
    f.EscalationRequested
    | f.EscalationRefused
    | f.ComplaintRefused
    | f.ComplaintWithdrawn
    | f.CaseClosed
)
_OF_STAGE: Final = _OfStage.__args__
_OF_CASE: Final = _OfCase.__args__


@dataclass(slots=True, kw_only=True)
class Case:
    """A complaint as its history tells it. Not to be changed once it has been replayed."""

    entries: tuple[Entry, ...]
    """in the order of what happened, corrections applied"""
    stages: list[StageHistory] = field(default_factory=list)
    overturned: list[StageHistory] = field(default_factory=list)
    """stages as they stood when the Ombudsman overturned their refusal"""
    left_out: list[Objection] = field(default_factory=list)
    """entries that contradict the record: they stand in the history and count for nothing"""
    request: Entry | None = None
    """the service request the record began with"""
    request_closed: Entry | None = None
    others: list[Entry] = field(default_factory=list)
    """what counts and moves no clock of a stage, in order"""
    follow_ups: FollowUps = field(default_factory=FollowUps)
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
                case.left_out.append(problem.against(entry))
        return case

    def stage(self, number: int) -> StageHistory | None:
        """Return a stage that has begun, or None."""
        return self.stages[number - 1] if 1 <= number <= len(self.stages) else None

    def stage_then(self, number: int, by: Entry) -> StageHistory | None:
        """Return a stage as an entry met it: before a refusal of it was overturned, or since."""
        for stage in self.overturned:
            if stage.number == number and stage.overturned:
                later = self.entries[self.entries.index(stage.overturned) :]
                if by not in later:
                    return stage
        return self.stage(number)

    @property
    def handler(self) -> str:
        """Who has the case: the handler of the stage under way, "" where nobody has it.

        Where the landlord refused the stage, whoever had the one before.
        """
        taken = [stage for stage in self.stages if not (stage.refused and not stage.handler)]
        return taken[-1].handler if taken else ""

    @property
    def received(self) -> Entry | None:
        """The receipt of the complaint."""
        return self.stages[0].opened if self.stages else None

    @property
    def complaint(self) -> f.ComplaintReceived | None:
        """What was received."""
        fact = self.received.fact if self.received else None
        return fact if isinstance(fact, f.ComplaintReceived) else None

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        """Give the entries of some kinds that count and move no clock of a stage, in order."""
        return (entry for entry in self.others if entry.fact.kind in kinds)

    def points(self, number: int, by: Entry | None = None) -> tuple[str, ...]:
        """Return the points of the definition that holds at a stage, issues added since too.

        A stage without a definition of its own has the one of the stage before it (5.6). `by`
        leaves out what came after an entry: an answer answers what was complained of by then.
        """
        stage = self.stage_then(number, by) if by else self.stage(number)
        if stage is None:
            return ()
        definitions = [
            each
            for each in stage.definitions
            if by is None or each.fact.happened_on <= by.fact.happened_on
        ]
        since, held = stage.opened, self.points(number - 1, by)
        if definitions:
            since = definitions[-1]
            held = getattr(since.fact, "points", ())
        return held + tuple(
            getattr(entry.fact, "point", "")
            for entry in self.of_kind("issue-added")
            if getattr(entry.fact, "stage", 0) == number
            and follows(entry, since)
            and (by is None or not follows(entry, by))
        )

    def _take(self, entry: Entry) -> Problem | None:
        fact = entry.fact
        match fact:
            case f.EntryCorrected():
                return corrects_nothing(entry, fact)
            case f.DeadlineMoved():
                return None
            case _ if fact.belongs_to != "case":
                return elsewhere(fact)
            case f.StageFact() if not 1 <= fact.stage <= LAST_STAGE:
                return no_such_stage(fact)
            case f.ServiceRequestReceived():
                if self.request:
                    return twice("asked for", self.request)
                self.request = entry
                return None
            case f.ComplaintReceived():
                if self.stages:
                    return twice("received", self.stages[0].opened)
                self.stages.append(StageHistory(number=1, opened=entry))
                return None
            case _ if not self.stages and (self.request is None or of_a_complaint(fact)):
                return before_receipt(self.entries, fact)
            case f.StageFact() if self.stage(fact.stage) is None:
                return before_request(self.entries, fact)
            case f.RefusalOverturned():
                return self._overturn(entry, fact.stage)
            case _ if isinstance(fact, _OF_STAGE):
                return self._take_at_stage(entry, fact)
            case _ if isinstance(fact, _OF_CASE):
                return self._take_on_case(entry, fact)
            case _:
                return self._take_beside(entry)

    def _take_at_stage(self, entry: Entry, fact: _OfStage) -> Problem | None:
        stage = self.stages[fact.stage - 1]
        match fact:
            case f.DeadlineRecorded():
                self.recorded_due.append(entry)
            case f.RemedyOffered():
                self.remedies.append(fact)
                return self._take_beside(entry)
            case f.HandlerAssigned():
                stage.assigned = entry
            case _ if stage.ended is not None:
                self.after_the_end.append(entry)
            case f.ResponseExtended():
                stage.extensions.append(entry)
            case f.ComplaintDefined():
                if same := [each for each in stage.definitions if each.fact == fact]:
                    return twice(f"defined at stage {stage.number}", same[0])
                if set_out(entry, fact):
                    stage.defined = stage.defined or entry
                stage.definitions.append(entry)
            case f.ComplaintLogged():
                return _once(stage, "logged", entry)
            case f.ComplaintAcknowledged():
                if fact.automatic:
                    return automatic_reply(fact.stage)
                return _once(stage, "acknowledged", entry)
            case f.ResponseIssued():
                return self._answer(stage, entry)
            case _:
                assert_never(fact)
        return None

    def _answer(self, stage: StageHistory, entry: Entry) -> Problem | None:
        if problem := _once(stage, "answered", entry):
            return problem
        first = self.stages[0]
        if first.over is None:  # its own answer is still to come, or never comes
            first.overtaken = entry
        return None

    def _take_on_case(self, entry: Entry, fact: _OfCase) -> Problem | None:
        match fact:
            case f.EscalationRequested():
                if len(self.stages) == LAST_STAGE:
                    return requested_again(self.entries, self.stages[1], entry)
                self.stages.append(StageHistory(number=2, opened=entry))
                self.closed = None
            case f.EscalationRefused():
                if len(self.stages) < LAST_STAGE:
                    return Problem(
                        "before-escalation",
                        "6.10",
                        "no request for stage 2 is recorded that could be refused",
                        "Record the day the resident asked for stage 2 first.",
                    )
                return self._refuse(self.stages[1], entry)
            case f.ComplaintRefused():
                return self._refuse(self.stages[0], entry)
            case f.ComplaintWithdrawn():
                # Stage 2 can be asked for after a withdrawal, and be withdrawn in its turn.
                begun = [s for s in self.stages if not recorded_since(s.started, entry)]
                if self.withdrawn and all(stage.over for stage in begun):
                    return twice("withdrawn", self.withdrawn)
                self.withdrawn = entry
                for stage in begun:
                    _end(stage, entry)
            case f.CaseClosed():
                if self.closed:
                    return twice("closed", self.closed)
                if not any(recorded_since(stage.started, entry) for stage in self.stages):
                    self.closed = entry
            case _:
                assert_never(fact)
        return None

    def _refuse(self, stage: StageHistory, entry: Entry) -> Problem | None:
        if stage.refused and stage.ended:
            return twice(f"refused at stage {stage.number}", stage.ended)
        if stage.withdrawn:
            self.after_the_end.append(entry)
        _end(stage, entry)
        return None

    def _take_beside(self, entry: Entry) -> Problem | None:
        """Take what moves no clock of a stage."""
        if of_a_request(entry.fact):
            if self.request is None:
                return Problem(
                    "no-service-request",
                    "1.4",
                    "no service request is recorded here",
                    "Record the day the service request was received first.",
                )
            if entry.fact.kind == "service-request-closed":
                if self.request_closed:
                    return twice("closed", self.request_closed)
                self.request_closed = entry
        if problem := self.follow_ups.take(entry):
            return problem
        self.others.append(entry)
        return None

    def _overturn(self, entry: Entry, number: int) -> Problem | None:
        """Open a refused stage anew; the original receipt is kept (2.4)."""
        stage = self.stages[number - 1]
        if not stage.refused:
            return Problem(
                "not-refused",
                "2.4",
                f"stage {number} is not refused, so nothing can be overturned",
                "Record the refusal first, or name the stage that was refused.",
            )
        stage.overturned = entry
        self.overturned.append(stage)
        self.stages[number - 1] = StageHistory(
            number=number, opened=stage.opened, reopened=entry, assigned=stage.assigned
        )
        self.closed = None
        return None


def _end(stage: StageHistory, entry: Entry) -> None:
    if stage.over is None:
        stage.ended = entry


def _once(stage: StageHistory, name: str, entry: Entry) -> Problem | None:
    earlier: Entry | None = getattr(stage, name)
    if earlier is not None:
        return twice(f"{name} at stage {stage.number}", earlier)
    setattr(stage, name, entry)
    return None

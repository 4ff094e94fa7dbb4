"""Why a fact contradicts what is on record of a case: each in words, with the cure.

Knows what stands against a fact, never when: that is for the replay of a case.
"""

from collections.abc import Sequence

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry, Fact
from casetrack.domain.record import Problem, follows, twice
from casetrack.domain.stage import StageHistory
from casetrack.domain.working_days import said


def before_receipt(entries: Sequence[Entry], fact: Fact) -> Problem:
    """Return what stands against a fact where nothing was received that it could come after."""
    receipt = next((e.fact for e in entries if isinstance(e.fact, _leant_on_by(fact))), None)
    requested = isinstance(receipt, f.ServiceRequestReceived) or of_a_request(fact)
    what, number = ("service request", "1.4") if requested else ("complaint", "1.2")
    if receipt is None:
        return Problem(
            "no-receipt",
            number,
            f"no receipt of the {what} is recorded",
            f"Record the day the {what} was received first.",
        )
    return Problem(
        "before-receipt",
        number,
        f"{said(fact.happened_on)} is before the {what} was received, {said(receipt.happened_on)}",
        f"Correct the day, or the day of receipt if the {what} arrived earlier.",
    )


def of_a_complaint(fact: Fact) -> bool:
    """Whether a fact makes sense of a complaint alone, and of no service request."""
    return isinstance(fact, f.StageFact | f.Refusal | f.EscalationRequested | f.ComplaintWithdrawn)


def of_a_request(fact: Fact) -> bool:
    """Whether a fact makes sense of a service request alone."""
    return fact.kind.startswith("service-request-")


def _leant_on_by(fact: Fact) -> tuple[type[Fact], ...]:
    """The receipts that a fact can come after."""
    if of_a_request(fact):
        return (f.ServiceRequestReceived,)
    if of_a_complaint(fact):
        return (f.ComplaintReceived,)
    return (f.ServiceRequestReceived, f.ComplaintReceived)


def requested_again(entries: Sequence[Entry], second: StageHistory, entry: Entry) -> Problem:
    """Return what stands against another request for stage 2."""
    answered = second.answered or next(
        # One of the same day is taken only after the request.
        (
            e
            for e in entries
            if _answers(second, e) and e.fact.happened_on == entry.fact.happened_on
        ),
        None,
    )
    if answered is None or second.ended or follows(answered, entry):
        return twice("escalated", second.opened)
    return Problem(
        "third-stage",
        "5.3",
        f"stage 2 was answered on {said(answered.fact.happened_on)}, and there is no third stage",
        "Tell the resident how to take the complaint to the Ombudsman (3.7, 6.19 g); a new issue "
        "is a new complaint (6.8).",
    )


def _answers(stage: StageHistory, entry: Entry) -> bool:
    return isinstance(entry.fact, f.ResponseIssued) and entry.fact.stage == stage.number


def before_request(entries: Sequence[Entry], fact: f.StageFact) -> Problem:
    """Return what stands against a fact of stage 2 where that was not requested by then."""
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
    return Problem(
        "before-escalation",
        "6.10",
        reason,
        "Record the day the resident asked for stage 2, or correct the stage or the day.",
    )


def no_such_stage(fact: f.StageFact) -> Problem:
    """Return what stands against a fact of a stage that no edition has clocks for."""
    return Problem(
        "no-such-stage",
        "5.3",
        f"there is no stage {fact.stage} with timescales",
        "Record it at stage 1 or stage 2.",
    )


def automatic_reply(stage: int) -> Problem:
    """Return what stands against an acknowledgement that a mailbox gave by itself."""
    return Problem(
        "automatic-reply",
        "6.2" if stage == 1 else "6.11",
        "an automatic reply of a mailbox is no acknowledgement",
        "Acknowledge the complaint in person, with its definition; the reply can be logged as "
        "correspondence.",
    )


def elsewhere(fact: Fact) -> Problem:
    """Return what stands against a fact that is no case's."""
    return Problem(
        "other-record",
        "",
        f'"{fact.kind.replace("-", " ")}" is kept with the {fact.belongs_to}, not with a case',
        f"Record it on the {fact.belongs_to}'s own record.",
    )

"""What is asked of refusing a complaint (2.1–2.5) or its escalation (5.11)."""

from collections.abc import Iterator
from datetime import date

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry
from casetrack.domain.facts.terms import RefusalGround, Role
from casetrack.domain.procedure.standing import Findings, Standing
from casetrack.domain.record import follows
from casetrack.domain.working_days import said


def refused(at: Standing) -> Findings:
    """Judge a refusal; that of an escalation is held to the same by 5.11."""
    fact: f.Refusal = at.fact
    if (withdrawn := _withdrawn_already(at)) is not None:
        yield at.breach(
            "after-withdrawal",
            "",
            f"it was withdrawn on {said(withdrawn.fact.happened_on)}: nothing is left to refuse",
            "Leave the withdrawal as it is, or correct one that never was. A complaint that is "
            "made anew is received anew (`casetrack case open --follows REF`).",
        )
    if _answered_already(at):
        yield at.breach(
            "refused-after-answer",
            _by(fact, "2.1"),
            "it had been answered already, and so it had been accepted",
            "Leave the answer as it is; the resident can take it to stage 2 or to the Ombudsman.",
        )
    yield from _reasons(fact, at)
    match fact.ground:
        case RefusalGround.OVER_TWELVE_MONTHS:
            yield from _out_of_time(fact, at)
        case RefusalGround.LEGAL_PROCEEDINGS:
            yield from _proceedings(fact, at)
        case RefusalGround.ALREADY_CONSIDERED:
            if not at.given(fact.considered_in):
                yield at.breach(
                    "considered-where",
                    _by(fact, "2.2"),
                    "it does not say in which case the matter was considered",
                    "Name the case (considered_in).",
                )
        case RefusalGround.OTHER:
            yield from _other_ground(fact, at)
        case None:
            yield at.breach(
                "ground-missing",
                _by(fact, "2.2"),
                "the reason leans on no ground that the policy gives",
                "Choose over-12-months, legal-proceedings, already-considered, or other with a "
                "manager's decision.",
            )
    yield from _letter(fact, at)


def _answered_already(at: Standing) -> bool:
    """Whether an answer was on record; one of the same day stands after the refusal in a replay."""
    overtaken = at.stage.overtaken if at.stage else None
    return (
        (overtaken is not None and follows(at.entry, overtaken))
        or at.answered_before(at.stage)
        or any(
            getattr(entry.fact, "stage", 0) >= at.stage_number
            for entry in _earlier_that_day(at, "response-issued")
        )
    )


def _earlier_that_day(at: Standing, kind: str) -> Iterator[Entry]:
    """Give what counts of a kind, and was recorded earlier for the same day."""
    left_out = {objection.sequence for objection in at.case.left_out}
    for entry in at.case.entries:
        that_day = entry.fact.kind == kind and entry.fact.happened_on == at.day
        if that_day and follows(at.entry, entry) and entry.sequence not in left_out:
            yield entry


def _withdrawn_already(at: Standing) -> Entry | None:
    """The withdrawal that left nothing to refuse; one of the same day is taken after a refusal."""
    stage = at.stage
    if stage is None or stage.ended is None:
        return None
    if stage.withdrawn and follows(at.entry, stage.ended):
        return stage.ended
    if stage.ended is not at.entry:
        return None
    that_day = _earlier_that_day(at, "complaint-withdrawn")
    return next((each for each in that_day if not follows(stage.started, each)), None)


def _by(fact: f.Refusal, number: str) -> str:
    """The provision a need is cited by: at an escalation 5.11 asks for all of them."""
    return "5.11" if isinstance(fact, f.EscalationRefused) else number


def _reasons(fact: f.Refusal, at: Standing) -> Findings:
    if not at.given(fact.reason):
        yield at.breach(
            "reason-missing",
            _by(fact, "2.1"),
            "no reason for the refusal is recorded",
            "Name the reason from the landlord's list.",
        )
    if not at.explained(fact.evidence):
        yield at.breach(
            "evidence-missing",
            _by(fact, "2.1"),
            "no evidence for the refusal is recorded",
            "Say what shows the reason to be true.",
        )
    if not at.explained(fact.explanation):
        yield at.breach(
            "individual-reasons-missing",
            _by(fact, "2.5"),
            "it does not say why this complaint, by its own circumstances, is refused",
            "Write the explanation for this resident.",
        )


def _out_of_time(fact: f.Refusal, at: Standing) -> Findings:
    received = at.case.received
    asked_on = received.fact.happened_on if received else fact.happened_on
    number = _by(fact, "2.3")
    if fact.issue_on is None or fact.aware_on is None:
        yield at.breach(
            "dates-unknown",
            number,
            "it is not on record when the matter arose and when the resident came to know of it",
            "Ask for both days. Days that are not known support no refusal for lateness.",
        )
    elif max(fact.issue_on, fact.aware_on) >= a_year_before(asked_on):
        yield at.breach(
            "within-12-months",
            number,
            f"the complaint of {said(asked_on)} came within 12 months of "
            f"{said(max(fact.issue_on, fact.aware_on))}",
            "Take the complaint: 12 months run from the matter or from knowing of it, whichever "
            "is later; a matter that goes on counts from when it last happened.",
        )
    if not at.explained(fact.discretion):
        yield at.breach(
            "discretion-not-considered",
            number,
            "it does not say whether there is good reason to take it all the same",
            "Weigh it, and write down why not.",
        )


def a_year_before(day: date) -> date:
    """Return the day twelve months before another; 28 February before a 29th."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


def _proceedings(fact: f.Refusal, at: Standing) -> Findings:
    if fact.claim_form_filed_on is None or fact.particulars_filed_on is None:
        yield at.breach(
            "proceedings-not-filed",
            _by(fact, "2.2"),
            "legal proceedings have begun only once the claim form and the particulars of claim "
            "are filed at court",
            "Give the day of each; before both are filed, take the complaint.",
        )


def _other_ground(fact: f.Refusal, at: Standing) -> Findings:
    if fact.decided_by_role is not Role.MANAGER:
        yield at.breach(
            "manager-needed",
            _by(fact, "2.2"),
            "a refusal on another ground is a manager's decision",
            "Have a manager decide it, and name them (decided_by).",
        )
    if not at.explained(fact.fair_because):
        yield at.breach(
            "fairness-missing",
            _by(fact, "2.2"),
            "it does not say why the refusal is fair",
            "Write down why it is fair to this resident.",
        )


def _letter(fact: f.Refusal, at: Standing) -> Findings:
    if fact.letter_sent_on is None:
        yield at.breach(
            "letter-missing",
            _by(fact, "2.4"),
            "the resident has not been sent the refusal in writing",
            "Send the letter, and record its day (letter_sent_on).",
        )
    if not fact.ombudsman_details_given:
        yield at.breach(
            "without-ombudsman-details",
            _by(fact, "2.4"),
            "the refusal does not tell the resident that the Ombudsman can be asked, and how",
            "Put the Ombudsman's details into the letter.",
        )

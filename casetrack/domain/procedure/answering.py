"""What is asked of an answer, at either stage, and of all that leads up to it."""

from typing import assert_never

from casetrack.domain import facts as f
from casetrack.domain.facts import Entry
from casetrack.domain.facts.terms import Content, Role, SignOff, Unfit
from casetrack.domain.objections import Finding, ObjectionKind
from casetrack.domain.procedure.standing import (
    OWN_RULE,
    SECOND,
    Findings,
    Standing,
    considered_stage_1,
)
from casetrack.domain.words import same_name
from casetrack.domain.working_days import said

_LETTERS = dict(zip(Content, "abcdefg", strict=True))
_STATES = {
    Content.STAGE: "which stage it is of",
    Content.DEFINITION: "the complaint definition",
    Content.DECISION: "the decision",
    Content.REASONS: "the reasons for it",
    Content.REMEDY: "the remedy, or why there is none",
    Content.ACTIONS: "the outstanding actions, or that there are none",
}


def answered(at: Standing) -> Findings:
    """Judge a response (5.5, 5.8, 6.7, 6.9, 6.13, 6.18–6.20)."""
    fact: f.ResponseIssued = at.fact
    yield from _states(fact, at)
    yield from _points(fact, at)
    yield from _fairly(fact, at)
    yield from _signed_off(fact, at)
    contractor = any(draft.contractor for draft in at.by_then("response-drafted", fact.stage))
    if contractor and not at.given(fact.reviewed_by):
        yield at.breach(
            "contractor-draft-unreviewed",
            "5.5",
            "a contractor drafted it, and nobody of the landlord is recorded to have reviewed it",
            "Review the draft and name who did (reviewed_by).",
        )
    if fact.stage == SECOND and not fact.staff_involved:
        yield at.breach(
            "staff-not-recorded",
            "6.20",
            "it is not on record who took part in the final response",
            "Name the staff involved (staff_involved).",
        )


def _states(fact: f.ResponseIssued, at: Standing) -> Findings:
    number = "6.9" if fact.stage == 1 else "6.19"
    if fact.outcome is None:
        yield at.breach(
            "outcome-missing",
            number,
            "the outcome is not recorded",
            "Record it: upheld, partly-upheld or not-upheld.",
        )
    if fact.means is None or not fact.means.in_writing:
        yield at.breach(
            "not-in-writing",
            number,
            "it is not on record that the answer went out in writing",
            "Send it by letter, email or portal, and name the means.",
        )
    for content in Content:
        if content not in fact.states:
            what = _STATES.get(content) or (
                "how to go on to stage 2" if fact.stage == 1 else "how to go to the Ombudsman"
            )
            yield at.breach(
                f"states-no-{content}",
                number,
                f"the letter does not state ({_LETTERS[content]}) {what}",
                f"Put it into the letter, then record it with {content} among what it states.",
            )
    yield from _remedy_and_actions(fact, at, number)


def _remedy_and_actions(fact: f.ResponseIssued, at: Standing, number: str) -> Findings:
    if not at.by_then("remedy-offered", fact.stage) and not at.explained(fact.no_remedy_because):
        yield at.breach(
            "remedy-missing",
            number,
            "no remedy is on record, and not why there is none",
            "Record the remedy (remedy-offered), or say why there is none (no_remedy_because).",
        )
    if not at.by_then("action-agreed", fact.stage) and not fact.no_actions_outstanding:
        yield at.breach(
            "actions-missing",
            number,
            "no outstanding action is on record, and not that there is none",
            "Record each action (action-agreed), or that none is outstanding "
            "(no_actions_outstanding).",
        )


def _points(fact: f.ResponseIssued, at: Standing) -> Findings:
    if at.entry.disposed:
        return
    number = "6.7" if fact.stage == 1 else "6.18"
    points = at.case.points(fact.stage, by=at.entry)
    if not points:
        yield at.breach(
            "points-missing",
            "5.6",
            "no complaint definition with points is on record that could be answered",
            "Record the definition (complaint-defined) first.",
        )
    answers = {answer.point: answer for answer in fact.answers}
    wanted = range(1, len(points) + 1)
    missing = [point for point in wanted if point not in answers]
    if missing:
        yield at.breach(
            "points-unanswered",
            number,
            f"no decision is recorded on point {', '.join(map(str, missing))}",
            "Answer every point of the definition, each with its decision and reasons.",
        )
    if unknown := [point for point in answers if points and point not in wanted]:
        yield at.impossible(
            "no-such-point",
            number,
            f"the definition has {len(points)} points; there is no point {unknown[0]}",
            "Answer by the numbers of the definition.",
        )
    if bare := [answer.point for answer in fact.answers if not at.explained(answer.reasons)]:
        yield at.breach(
            "point-without-reasons",
            number,
            f"the decision on point {', '.join(map(str, bare))} has no reasons",
            "Give the reasons, with policy, law or good practice where they apply.",
        )


def _fairly(fact: f.ResponseIssued, at: Standing) -> Findings:
    if not fact.heard_resident:
        yield at.breach(
            "resident-not-heard",
            "5.8",
            "it is not on record that the resident could set out their position",
            "Hear the resident first, and record it (heard_resident).",
        )
    decider = at.decider
    yield from conflict(decider, at)
    if fact.stage == SECOND and same_name(decider) in considered_stage_1(at.case):
        yield same_person(decider, at, "and decides stage 2 as well")


def conflict(person: str, at: Standing) -> Findings:
    """Give the finding on somebody who declared an interest and acts all the same (5.8 c)."""
    if at.conflict_of(person):
        yield at.breach(
            "conflict-of-interest",
            "5.8",
            f"{person} has declared an interest in the matter",
            "Let somebody else do it.",
        )


def same_person(person: str, at: Standing, doing: str) -> Finding:
    """Return the finding on somebody who considers both stages (6.13)."""
    return at.breach(
        "same-person-at-both-stages",
        "6.13",
        f"{person} considered stage 1 {doing}",
        "Let somebody who had no part in stage 1 do it.",
    )


def _signed_off(fact: f.ResponseIssued, at: Standing) -> Findings:
    needed = fact.sign_off_needed
    if needed is None:
        return
    enough = [
        signed
        for signed in at.by_then("response-signed-off", fact.stage)
        if signed.signed_off_by != at.decider
        and signed.signed_off_by_unfit is None
        and (needed is not SignOff.MANAGER or signed.role is Role.MANAGER)
    ]
    if not enough:
        who = "a manager" if needed is SignOff.MANAGER else "somebody else than who decided it"
        yield at.breach(
            "sign-off-missing",
            "6.20" if fact.stage == SECOND else "",
            f"the landlord's own matrix asks {who} to sign it off, and nobody has",
            "Have it signed off and record that (response-signed-off).",
        )


def signed_off(at: Standing) -> Findings:
    """Judge a sign-off (5.8 c, 6.13)."""
    fact = at.fact
    yield from conflict(fact.signed_off_by, at)
    if fact.stage == SECOND and same_name(fact.signed_off_by) in considered_stage_1(at.case):
        yield same_person(fact.signed_off_by, at, "and signs off stage 2 as well")
    answered = at.stage.answered if at.stage else None
    if answered is not None and answered.fact.happened_on < at.day:
        yield at.breach(
            "signed-off-after-answer",
            "6.20" if fact.stage == SECOND else "",
            f"the answer had gone out on {said(answered.fact.happened_on)}",
            "A sign-off comes before the answer, by its day at the latest; one that did is "
            "recorded on its own day.",
        )


def drafted(at: Standing) -> Findings:
    """Judge a draft (5.4, 5.12)."""
    if not at.given(at.fact.drafted_by):
        yield at.breach(
            "drafter-missing",
            "5.12",
            "it is not on record who drafted it",
            "Name the person or firm (drafted_by).",
        )


def assigned(at: Standing) -> Findings:
    """Judge an assignment (5.8 c, 6.13), also one that somebody else's took the place of."""
    fact: f.HandlerAssigned = at.fact
    yield from given_to_nobody(at.entry)
    yield from conflict(fact.handler, at)
    if at.stage_number == SECOND and same_name(fact.handler) in considered_stage_1(at.case):
        yield at.breach(
            "same-person-at-both-stages",
            "6.13",
            f"{fact.handler} considered stage 1 and was given stage 2 as well",
            "Give stage 2 to somebody who had no part in stage 1.",
        )


def given_to_nobody(entry: Entry) -> Findings:
    """Give the finding on a stage given to somebody who could not have it, under any edition."""
    fact = entry.fact
    if not isinstance(fact, f.HandlerAssigned) or fact.unfit is None:
        return
    match fact.unfit:
        case Unfit.NOT_REGISTERED:
            reason = f'nobody called "{fact.handler}" is registered, so nobody would see the case'
            cure = "Give it to somebody who is: `casetrack user list`."
        case Unfit.AUDITOR:
            reason = f"{fact.handler} is an auditor and handles no complaints"
            cure = "Give it to a handler or a manager."
        case _:
            assert_never(fact.unfit)
    yield Finding(
        code="role-may-not",
        sequence=entry.sequence,
        cited=OWN_RULE,
        says=f"Stage {fact.stage}: {reason}.",
        stage=fact.stage,
        reason=reason,
        cure=cure,
        against=ObjectionKind.BREACH,
    )


def extended(at: Standing) -> Findings:
    """Judge what an extension says besides what moves the clock (6.4, 6.15)."""
    number = "6.4" if at.stage_number == 1 else "6.15"
    if at.fact.reason_kind is None:
        yield at.breach(
            "reason-kind-missing",
            number,
            "it does not say what kind of reason it is",
            "Choose complexity, survey-or-report, access, contractor, other-party or workload.",
        )


def interval_agreed(at: Standing) -> Findings:
    """Judge an agreement on updates (5.9)."""
    if at.fact.every_working_days < 1:
        yield at.impossible(
            "no-interval",
            "5.9",
            f"{at.fact.every_working_days} working days are no interval",
            "Give the number of working days between two updates, 1 or more.",
        )
    if not at.fact.agreed_with_resident:
        yield at.breach(
            "not-agreed",
            "5.9",
            "it was not agreed with the resident how often they are updated",
            "Agree it with the resident.",
        )


def updated(at: Standing) -> Findings:
    """Judge an update (5.9)."""
    if not at.given(at.fact.about):
        yield at.breach(
            "about-missing",
            "5.9",
            "it is not on record what the resident was told",
            "Write it down.",
        )


def escalated(at: Standing) -> Findings:
    """Judge how a request for stage 2 was taken (6.12)."""
    fact: f.EscalationRequested = at.fact
    if fact.reasons_required:
        yield at.breach(
            "reasons-demanded",
            "6.12",
            "the resident was made to give reasons for going on",
            "Take the request as it is; reasons are invited, never required.",
        )
    if not at.explained(fact.reasons) and not at.explained(fact.effort_to_understand):
        yield at.breach(
            "effort-missing",
            "6.12",
            "nothing shows an effort to learn why the resident is still dissatisfied",
            "Ask, and record it: the reasons given, or what was tried (effort_to_understand).",
        )

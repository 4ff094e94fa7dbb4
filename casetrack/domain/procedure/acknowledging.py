"""What is asked of defining and acknowledging a complaint, and of issues that come later."""

from typing import Final

from casetrack.domain import facts as f
from casetrack.domain.procedure.standing import Findings, Standing


def acknowledged(at: Standing) -> Findings:
    """Judge an acknowledgement (3.5, 5.6, 6.2, 6.11)."""
    fact: f.ComplaintAcknowledged = at.fact
    stage = at.stage
    if stage is not None and stage.defined is None:
        # One that comes later counts on its own day: then its clock says whether it was in time.
        yield at.breach(
            "not-defined",
            _asks_for_definition(at),
            "the complaint has not been defined: an acknowledgement without the definition starts "
            "the time to answer and does not meet the Code",
            "Set out to the resident how you understand the complaint, and record it "
            "(complaint-defined) first.",
        )
    if fact.means is None:
        yield at.breach(
            "means-missing",
            "5.12",
            "it is not on record how the resident was told",
            "Name the means: letter, email, portal, text-message, phone or in-person.",
        )
    if not fact.policy_link_given:
        yield at.breach(
            "policy-link-missing",
            "3.5",
            "the acknowledgement does not say where the complaints policy is",
            "Give the resident the link to the policy.",
        )
    yield from _contact_attempts(fact, at)


def _asks_for_definition(at: Standing) -> str:
    """The provision that wants it: in the 2022 Code no timescale does (4.2, 5.10)."""
    counted = at.clocks.stage(at.stage_number)
    timescale = counted.rules.acknowledgement if counted else None
    if timescale is None or "complaint-defined" not in timescale.stops:
        return "5.6"
    return "6.2" if at.stage_number == 1 else "6.11"


def _contact_attempts(fact: f.ComplaintAcknowledged, at: Standing) -> Findings:
    stage = at.stage
    begun_on = stage.started.fact.happened_on if stage else at.day
    attempts = [a for a in at.by_then("contact-attempted") if a.happened_on >= begun_on]
    needed = fact.contact_attempts_needed
    if len(attempts) < needed and not any(attempt.reached for attempt in attempts):
        yield at.breach(
            "contact-attempts-missing",
            "",
            f"the resident was tried {_times(len(attempts))} and not reached; our own rule asks "
            f"to try {_times(needed)}",
            "Try the resident and record it (contact-attempted).",
        )


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def defined(at: Standing) -> Findings:
    """Judge a complaint definition (5.6, 5.7)."""
    fact: f.ComplaintDefined = at.fact
    if not at.listed(fact.points):
        yield at.breach(
            "points-missing",
            "5.6",
            "the definition names no point of the complaint",
            "Set out what is complained of, point by point.",
        )
    if not at.listed(fact.outcomes_sought):
        yield at.breach(
            "outcomes-missing",
            "5.6",
            "the definition does not say what the resident seeks",
            'Ask, and write it down; "none stated" where that is the answer.',
        )
    if not at.given(fact.responsible_for) or not at.given(fact.not_responsible_for):
        yield at.breach(
            "responsibility-missing",
            "5.7",
            "it does not say what the landlord is responsible for and what not",
            'Name both; "nothing" where the landlord is responsible for all of it.',
        )
    if fact.means is None:
        yield at.breach(
            "means-missing",
            "5.6",
            "it is not on record how the definition was set out to the resident",
            "Name the means: letter, email, portal, text-message, phone or in-person.",
        )
    elif not fact.means.in_writing and not at.given(fact.note):
        yield at.breach(
            "call-note-missing",
            "5.6",
            "it was set out in words, and there is no note of what was said",
            "Write a note of the call or talk; confirm it in writing as well.",
        )
    yield from _other_points_after_the_answer(fact, at)


def _other_points_after_the_answer(fact: f.ComplaintDefined, at: Standing) -> Findings:
    """Give what stands against points that no answer deals with any more (6.8)."""
    answered = at.stage.answered if at.stage else None
    if answered is None or answered.fact.happened_on >= at.day or at.entry.disposed:
        return
    settled = at.case.points(fact.stage, by=answered)
    if fact.points and set(fact.points) != set(settled):
        yield at.breach(
            "issue-after-answer",
            "6.8",
            f"stage {fact.stage} has been answered on other points",
            f"{_AS_A_NEW_COMPLAINT} A slip in the definition that was answered is put right by "
            "correcting that entry.",
        )


_AS_A_NEW_COMPLAINT: Final = (
    "Log it as a new complaint (`casetrack case open --follows REF`), with why it is separate; its "
    "own time runs from its own receipt."
)


def clarification_sought(at: Standing) -> Findings:
    """Judge a question to the resident (5.6)."""
    if not at.given(at.fact.about):
        yield at.breach(
            "about-missing",
            "5.6",
            "it is not on record what the resident was asked",
            "Write down the question.",
        )


def issue_added(at: Standing) -> Findings:
    """Judge an issue taken into the case (6.8)."""
    fact = at.fact
    cure = _AS_A_NEW_COMPLAINT
    if at.answered_before(at.case.stage(1)):
        yield at.breach("issue-after-answer", "6.8", "stage 1 has been answered", cure)
    if not fact.related:
        yield at.breach(
            "issue-unrelated", "6.8", "it does not belong with what is complained of", cure
        )
    if fact.delays_response:
        yield at.breach(
            "issue-delays",
            "6.8",
            "taking it in would delay the response unreasonably",
            cure,
        )
    if not at.given(fact.point):
        yield at.breach(
            "points-missing", "5.6", "it does not say what the issue is", "Write it down."
        )

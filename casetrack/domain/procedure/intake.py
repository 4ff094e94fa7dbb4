"""What is asked of the first steps: receiving, offering the choice, triage, service requests."""

from casetrack.domain import facts as f
from casetrack.domain.facts.terms import Choice, Maker, Route
from casetrack.domain.procedure.standing import Findings, Judging, Standing

_WHO_ASKS = "Ask, or write down what is known; a receipt can always be recorded as it happened."


def received(at: Standing) -> Findings:
    """Judge the record of a receipt (1.2, 1.3, 3.1, 3.2, 3.6, 5.10, 5.12, 6.8)."""
    fact: f.ComplaintReceived = at.fact
    yield from _record_of(fact.channel, fact.words, fact.resident, at, "5.12")
    if not at.given(fact.first_reached):
        yield at.breach(
            "first-reached-missing",
            "3.2",
            "it is not on record who had the complaint first",
            "Name the team, person or contractor it first reached: the time runs from that day.",
        )
    if not at.given(fact.impact):
        yield at.breach(
            "impact-missing",
            "7.2",
            "it is not on record what this means for the resident",
            _WHO_ASKS,
        )
    if not fact.adjustments_asked:
        yield at.breach(
            "adjustments-not-asked",
            "5.10",
            "the resident was not asked which adjustments they need",
            "Ask, and record what is agreed with the resident.",
        )
    if fact.made_by is Maker.REPRESENTATIVE:
        yield from _representative(fact, at)
    if fact.reached_team_on is not None and fact.reached_team_on < fact.happened_on:
        yield at.impossible(
            "reached-team-before-receipt",
            "1.2",
            "it cannot have come to the complaints team before it was received",
            "The receipt is the day it first reached anybody: correct one of the two days.",
        )
    if fact.could_join and not at.explained(fact.separate_because):
        yield at.breach(
            "separate-without-reason",
            "6.8",
            f"the resident's complaint {fact.could_join} was open and its stage 1 unanswered, and "
            "it does not say why this is no issue of that one",
            "Add the issue there (issue-added); or say why it is a complaint of its own "
            "(separate_because).",
        )


def _representative(fact: f.ComplaintReceived, at: Standing) -> Findings:
    if not at.given(fact.representative):
        yield at.breach(
            "representative-missing",
            "3.6",
            "it is not on record who speaks for the resident",
            "Name the representative.",
        )
    if fact.authority is None:
        yield at.breach(
            "authority-missing",
            "1.3",
            "it is not on record how the representative may speak for the resident",
            'Say how: written, spoken, legal, or "awaited", which delays nothing.',
        )


def _record_of(channel: str, words: str, resident: str, at: Judging, number: str) -> Findings:
    for held, code, what, cure in (
        (channel, "channel-missing", "how it arrived", "Name the way it came: phone, email …"),
        (words, "words-missing", "what was said, in the original words", _WHO_ASKS),
        (resident, "resident-missing", "whose it is", "Name the resident, or the group."),
    ):
        if not at.given(held):
            yield at.breach(code, number, f"it is not on record {what}", cure)


def request_received(at: Standing) -> Findings:
    """Judge the record of a service request (1.4)."""
    fact: f.ServiceRequestReceived = at.fact
    yield from _record_of(fact.channel, fact.words, fact.resident, at, "1.4")


def request_reviewed(at: Standing) -> Findings:
    """Judge a review of a service request (1.4)."""
    if not at.given(at.fact.found) or not at.given(at.fact.reviewed_by):
        yield at.breach(
            "review-empty",
            "1.4",
            "the review says not who looked, or not what was found",
            "Name both.",
        )


def request_closed(at: Standing) -> Findings:
    """Judge the end of a service request (1.4)."""
    if not at.given(at.fact.answer):
        yield at.breach(
            "answer-missing",
            "1.4",
            "it is not on record what the resident was answered",
            "Write down what was done or said.",
        )


def choice_offered(at: Standing) -> Findings:
    """Judge the offer of the choice to complain (1.3)."""
    if at.fact.chose is None:
        yield at.breach(
            "choice-unanswered",
            "1.3",
            "it is not on record what the resident chose",
            "Record the answer: complaint, service-request or neither.",
        )


def triaged(at: Standing) -> Findings:
    """Judge a triage (1.3, 1.4, 6.1)."""
    fact = at.fact
    offers = at.by_then("choice-offered")
    if not offers:
        yield at.breach(
            "choice-not-offered",
            "1.3",
            "the resident was not offered the choice to complain",
            "Offer it and record the answer (choice-offered) before the triage.",
        )
    if fact.route is None:
        yield at.breach(
            "route-missing",
            "6.1",
            "it is not decided how this is handled",
            "Choose service-request, early-response or investigation.",
        )
    elif fact.route is Route.SERVICE_REQUEST:
        yield from _as_service_request(offers, at)
    else:
        yield from _as_complaint(at)


def _as_service_request(offers: list[object], at: Standing) -> Findings:
    fact = at.fact
    if any(getattr(offer, "chose", None) is Choice.COMPLAINT for offer in offers):
        yield at.breach(
            "chose-to-complain",
            "1.3",
            "the resident chose to complain",
            "Handle it as a complaint.",
        )
    if fact.confirmed_in_writing_on is None:
        yield at.breach(
            "not-confirmed-in-writing",
            "1.4",
            "the resident has not been told in writing that this is taken as a service request",
            "Write to them, with what you will do and how to complain instead.",
        )
    if not at.given(fact.next_steps):
        yield at.breach(
            "next-steps-missing",
            "1.4",
            "it is not on record what will be done by when",
            "Write down the next steps.",
        )


def _as_complaint(at: Standing) -> Findings:
    fact = at.fact
    said = {
        "complexity": fact.complexity is not None,
        "vulnerability": at.given(fact.vulnerability),
        "risk": at.given(fact.risk),
        "urgent-action": at.given(fact.urgent_action),
    }
    for what, known in said.items():
        if not known:
            name = what.replace("-", " ")
            yield at.breach(
                f"{what}-not-weighed",
                "6.1",
                f"{name} is not weighed in the triage",
                f'Say what is known of it; "none known" where that is so ({name}).',
            )

"""What is needed to take a complaint, and to refuse one (section 4: receive, triage, refuse)."""

from collections.abc import Iterator
from datetime import date, timedelta

from model_asking import Needs, Rules, blank, by_then
from model_clocks import Act, tells
from model_history import Standing, since


def _received(now: Standing, act: Act) -> Rules:
    yield from blank(
        act,
        first_reached="no first reached",
        channel="no channel",
        resident="no resident",
        words="no words",
        impact="no impact",
        adjustments_asked="adjustments not asked",
    )
    if act.get("made_by") == "representative":
        yield from blank(act, representative="no representative", authority="no authority")
    if act.get("reached_team_on") and act["reached_team_on"] < act["on"]:
        yield "team before receipt"


def _choice(now: Standing, act: Act) -> Rules:
    yield from blank(act, chose="choice without answer")


def _triage(now: Standing, act: Act) -> Rules:
    if not by_then(now, act, "choice-offered"):
        yield "no choice offered"
    if not act.get("route"):
        yield "no route"
        return
    yield from blank(
        act,
        complexity="no complexity",
        vulnerability="no vulnerability",
        risk="no risk",
        urgent_action="no urgent action",
    )


def _refused(now: Standing, act: Act) -> Rules:
    if any(since(act, answer) for answer in _given(now, act)):
        yield "refused after answer"
    stage = now.at_stage[act["n"]]
    # One of its day is taken only after the refusal.
    before = (w for w in now.of_kind("complaint-withdrawn") if w["on"] == act["on"])
    if stage.ended is act and any(since(act, w) and not since(stage.start, w) for w in before):
        yield "after the withdrawal"
    yield from blank(
        act,
        reason="no reason",
        ground="no ground",
        letter_sent_on="no refusal letter",
        ombudsman_details_given="refusal without Ombudsman",
    )
    if not tells(act.get("evidence", "")):
        yield "no evidence"
    if not tells(act.get("explanation", "")):
        yield "no individual explanation"
    match act.get("ground"):
        case "over-12-months":
            yield from _out_of_time(act, now.stages[1].opened["on"])
        case "legal-proceedings":
            if not act.get("claim_form_filed_on") or not act.get("particulars_filed_on"):
                yield "no proceedings"
        case "already-considered":
            yield from blank(act, considered_in="no case considered")
        case "other":
            if act["decider_role"] != "manager":
                yield "no manager"
            if not tells(act.get("fair_because", "")):
                yield "not fair"
        case _:
            pass


def _given(now: Standing, refusal: Act) -> Iterator[Act]:
    """Give the answers of the stage that was refused: the one that counts, any of the same day."""
    stage = now.at_stage[refusal["n"]]
    for answer in (stage.answered, stage.overtaken):
        if answer:
            yield answer
    for act in now.of_kind("response-issued"):
        if act["on"] == refusal["on"] and act["stage"] >= stage.number:
            yield act


def _out_of_time(act: Act, received: date) -> Rules:
    issue, aware = act.get("issue_on"), act.get("aware_on")
    if issue is None or aware is None:
        yield "days unknown"
    elif received <= _twelve_months_from(max(issue, aware)):
        yield "within 12 months"
    if not tells(act.get("discretion", "")):
        yield "no discretion"


def _twelve_months_from(day: date) -> date:
    """Return the last day that is within twelve months; from 28 February that can be the 29th."""
    if day.month == 2 and day.day >= 28:
        return date(day.year + 1, 3, 1) - timedelta(days=1)
    return day.replace(year=day.year + 1)


NEEDS: Needs = {
    "complaint-received": _received,
    "choice-offered": _choice,
    "triage-assessed": _triage,
    "complaint-refused": _refused,
    "escalation-refused": _refused,
}

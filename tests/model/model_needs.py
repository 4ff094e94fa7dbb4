"""What each act needs for itself (section 4): who, what, how, why, by when.

A need is looked for on the record as it stood when the act was done, not in what came afterwards.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from model_clocks import SPOKEN, Act, Stage, allowed, due_days, set_out, tells
from model_history import Standing, place, since
from model_table import STATEMENTS

Rules = Iterator[str]


def unfulfilled(now: Standing) -> Iterator[tuple[str, int]]:
    """Give each need that an act of a history leaves unmet, with the act's number."""
    for act in now.taken:
        for rule in _NEEDS.get(act["kind"], _nothing)(now, act):
            yield rule, act["n"]


def unmet_by_extensions(now: Standing) -> Iterator[tuple[str, int]]:
    """Give what each extension of a stage lacks, unless it is allowed to."""
    for stage in now.stages.values():
        for act, lacking in zip(stage.extended, due_days(stage)[1], strict=True):
            for rule in lacking:
                if not allowed(rule, act):
                    yield rule, act["n"]


def _nothing(now: Standing, act: Act) -> Rules:
    yield from ()


def _blank(act: Act, **needs: str) -> Rules:
    for name, rule in needs.items():
        value = act.get(name)
        if not (value.strip() if isinstance(value, str) else value):
            yield rule


def _by_then(now: Standing, act: Act, *kinds: str, of_stage: bool = False) -> list[Act]:
    stage = act["stage"] if of_stage else None
    return [each for each in now.of_kind(*kinds, stage=stage) if each["on"] <= act["on"]]


# --- coming in


def _received(now: Standing, act: Act) -> Rules:
    yield from _blank(
        act,
        first_reached="no first reached",
        channel="no channel",
        resident="no resident",
        words="no words",
        impact="no impact",
        adjustments_asked="adjustments not asked",
    )
    if act.get("made_by") == "representative":
        yield from _blank(act, representative="no representative", authority="no authority")
    if act.get("reached_team_on") and act["reached_team_on"] < act["on"]:
        yield "team before receipt"


def _choice(now: Standing, act: Act) -> Rules:
    yield from _blank(act, chose="choice without answer")


def _triage(now: Standing, act: Act) -> Rules:
    if not _by_then(now, act, "choice-offered"):
        yield "no choice offered"
    if not act.get("route"):
        yield "no route"
        return
    yield from _blank(
        act,
        complexity="no complexity",
        vulnerability="no vulnerability",
        risk="no risk",
        urgent_action="no urgent action",
    )


def _refused(now: Standing, act: Act) -> Rules:
    answered = now.at_stage[act["n"]].answered
    if answered and since(act, answered):
        yield "refused after answer"
    yield from _blank(
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
            yield from _blank(act, considered_in="no case considered")
        case "other":
            if act["decider_role"] != "manager":
                yield "no manager"
            if not tells(act.get("fair_because", "")):
                yield "not fair"
        case _:
            pass


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


# --- handling


def people_of_stage_1(now: Standing) -> set[str]:
    """Return who investigated, decided or signed off stage 1; giving information is not that."""
    first = now.stages.get(1)
    if first is None:
        return set()
    answer = first.answered
    people = {act["handler"] for act in first.handlers if answer is None or not since(act, answer)}
    if answer:
        people.add(answer.get("decided_by", ""))
    people |= {a["signed_off_by"] for a in now.of_kind("response-signed-off", stage=1)}
    people |= {a["drafted_by"] for a in now.of_kind("response-drafted", stage=1)}
    return people - {""}


def _conflicted(now: Standing, act: Act, person: str) -> Rules:
    if any(each["person"] == person for each in _by_then(now, act, "conflict-declared")):
        yield "conflict of interest"


def _fit(now: Standing, act: Act, person: str) -> Rules:
    yield from _conflicted(now, act, person)
    if act["stage"] == 2 and person in people_of_stage_1(now):
        yield "took part in stage 1"


def _assigned(now: Standing, act: Act) -> Rules:
    yield from _fit(now, act, act["handler"])


def _defined(now: Standing, act: Act) -> Rules:
    yield from _blank(act, points="no points", outcomes_sought="no outcomes sought")
    if not act.get("responsible_for", "").strip() or not act.get("not_responsible_for", "").strip():
        yield "no responsibilities"
    if act.get("means") is None:
        yield "definition without means"
    elif act["means"] in SPOKEN and not act.get("note", "").strip():
        yield "call without note"


def _acknowledged(now: Standing, act: Act) -> Rules:
    stage = now.at_stage[act["n"]]
    if not any(map(set_out, stage.defined)):
        yield "not defined" if stage.definition_needed else "not defined, no day for it"
    yield from _blank(act, means="acknowledged without means", policy_link_given="no policy link")


def _issue(now: Standing, act: Act) -> Rules:
    answered = now.stages[1].answered
    if answered and since(act, answered):
        yield "issue after answer"
    if act.get("delays_response"):
        yield "issue delays"
    yield from _blank(act, related="issue unrelated", point="no issue")


def _interval(now: Standing, act: Act) -> Rules:
    if act["every_working_days"] < 1:
        yield "no interval"
    yield from _blank(act, agreed_with_resident="interval not agreed")


def _updated(now: Standing, act: Act) -> Rules:
    yield from _blank(act, about="update says nothing")


def _extended(now: Standing, act: Act) -> Rules:
    yield from _blank(act, reason_kind="extension without kind")


# --- answering


def points(now: Standing, stage: Stage, at: Act | None = None) -> list[str]:
    """Return what has to be answered, at an answer or now: as defined, and added since."""
    defined = [d for d in stage.defined if at is None or place(d) < place(at)]
    last = defined[-1] if defined else None
    found: list[str] = list(last.get("points", ())) if last else []
    if last is None and stage.number == 2:
        found = points(now, now.stages[1], at)
    added = now.of_kind("issue-added", stage=stage.number)
    return found + [
        act.get("point", "")
        for act in added
        if since(act, last or stage.opened) and (at is None or not since(act, at))
    ]


def _answered(now: Standing, act: Act) -> Rules:
    stage = now.at_stage[act["n"]]
    yield from _blank(act, outcome="no outcome", heard_resident="not heard")
    if act.get("means") in (None, *SPOKEN):
        yield "answer not written"
    for what in STATEMENTS:
        if what not in act.get("states", ()):
            yield f"does not state {what}"
    if not _by_then(now, act, "remedy-offered", of_stage=True) and not tells(
        act.get("no_remedy_because", "")
    ):
        yield "no remedy or why"
    if not _by_then(now, act, "action-agreed", of_stage=True) and not act.get(
        "no_actions_outstanding"
    ):
        yield "no actions or none"
    yield from _every_point(act, points(now, stage, act))
    handlers = [each for each in stage.handlers if not since(each, act)]
    decider = act.get("decided_by") or (handlers[-1]["handler"] if handlers else "")
    yield from _fit(now, act, decider)
    yield from _by_whom(now, act, decider)


def _every_point(act: Act, wanted: list[str]) -> Rules:
    answers = {each["point"]: each for each in act.get("answers", ())}
    numbers = set(range(1, len(wanted) + 1))
    if not wanted:
        yield "nothing to answer"
    if numbers - answers.keys():
        yield "point unanswered"
    if wanted and answers.keys() - numbers:
        yield "point of no definition"
    if any(not tells(each["reasons"]) for each in answers.values()):
        yield "point without reasons"


def _by_whom(now: Standing, act: Act, decider: str) -> Rules:
    signed = [
        each
        for each in _by_then(now, act, "response-signed-off", of_stage=True)
        if each["signed_off_by"] != decider and (act["stage"] == 1 or each["role"] == "manager")
    ]
    if not signed:
        yield "not signed off"
    drafts = _by_then(now, act, "response-drafted", of_stage=True)
    if any(each.get("contractor") for each in drafts):
        yield from _blank(act, reviewed_by="draft not reviewed")
    if act["stage"] == 2:
        yield from _blank(act, staff_involved="no staff involved")


def _signed_off(now: Standing, act: Act) -> Rules:
    yield from _fit(now, act, act["signed_off_by"])
    answered = now.at_stage[act["n"]].answered
    if answered and since(act, answered):
        yield "signed off afterwards"


def _drafted(now: Standing, act: Act) -> Rules:
    yield from _blank(act, drafted_by="no drafter")


def _escalated(now: Standing, act: Act) -> Rules:
    if act.get("reasons_required"):
        yield "reasons demanded"
    if not tells(act.get("reasons", "")) and not tells(act.get("effort_to_understand", "")):
        yield "no effort"


# --- ending, and afterwards


def _withdrawn(now: Standing, act: Act) -> Rules:
    yield from _blank(
        act,
        words="withdrawal without words",
        proposed_by="no proposer",
        confirmed_on="not confirmed",
        ombudsman_details_given="withdrawal without Ombudsman",
    )
    answered = now.stages[1].answered
    if act.get("proposed_by") == "landlord" and not (answered and place(answered) < place(act)):
        yield "withdrawal proposed"


def _closed(now: Standing, act: Act) -> Rules:
    for draft in now.of_kind("letter-drafted"):
        if since(act, draft) and draft["n"] not in now.done:
            yield "letter unsent"
    begun = [s for s in now.stages.values() if since(act, s.reopened or s.opened)]
    if begun:
        latest = begun[-1]
        if not latest.over:
            yield f"answer unsent at stage {latest.number}"


def _letter(now: Standing, act: Act) -> Rules:
    yield from _blank(
        act, means="letter without means", ombudsman_details_given="letter without Ombudsman"
    )


def _due(act: Act) -> Rules:
    if act.get("due_on") and act["due_on"] < act["on"]:
        yield "due before agreed"


def _remedy(now: Standing, act: Act) -> Rules:
    yield from _blank(
        act,
        remedy="no kind of remedy",
        what="remedy without what",
        owner="remedy without owner",
        due_on="remedy without day",
        reflects="remedy reflects nothing",
    )
    yield from _due(act)


def _action(now: Standing, act: Act) -> Rules:
    yield from _blank(
        act, what="action without what", owner="action without owner", due_on="action without day"
    )
    yield from _due(act)


def _action_updated(now: Standing, act: Act) -> Rules:
    yield from _blank(act, state="update of nothing", resident_told_on="resident not told")


def _learnt(now: Standing, act: Act) -> Rules:
    if tells(act.get("change", "")):
        yield from _blank(act, owner="learning without owner", due_on="learning without day")
    elif not tells(act.get("no_change_because", "")):
        yield "nothing learnt"
    yield from _due(act)


def _enquiry(now: Standing, act: Act) -> Rules:
    yield from _blank(act, evidence_due_on="enquiry without day")


def _determined(now: Standing, act: Act) -> Rules:
    yield from _blank(act, finding="no finding")


def _ordered(now: Standing, act: Act) -> Rules:
    yield from _blank(act, what="order without what", due_on="order without day")


_NEEDS: dict[str, Callable[[Standing, Act], Rules]] = {
    "complaint-received": _received,
    "choice-offered": _choice,
    "triage-assessed": _triage,
    "complaint-refused": _refused,
    "escalation-refused": _refused,
    "handler-assigned": _assigned,
    "complaint-defined": _defined,
    "complaint-acknowledged": _acknowledged,
    "issue-added": _issue,
    "update-interval-agreed": _interval,
    "resident-updated": _updated,
    "response-extended": _extended,
    "response-issued": _answered,
    "response-signed-off": _signed_off,
    "response-drafted": _drafted,
    "escalation-requested": _escalated,
    "complaint-withdrawn": _withdrawn,
    "case-closed": _closed,
    "letter-issued": _letter,
    "remedy-offered": _remedy,
    "action-agreed": _action,
    "action-updated": _action_updated,
    "learning-recorded": _learnt,
    "ombudsman-enquiry": _enquiry,
    "determination-received": _determined,
    "order-made": _ordered,
}

"""What is needed between receipt and answer (section 4: assign, acknowledge, extend, add)."""

from model_asking import Needs, Rules, blank, by_then
from model_clocks import SPOKEN, Act, set_out
from model_history import Standing, points, since


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
    if any(each["person"] == person for each in by_then(now, act, "conflict-declared")):
        yield "conflict of interest"


def fit(now: Standing, act: Act, person: str) -> Rules:
    yield from _conflicted(now, act, person)
    if act["stage"] == 2 and person in people_of_stage_1(now):
        yield "took part in stage 1"


def _assigned(now: Standing, act: Act) -> Rules:
    yield from fit(now, act, act["handler"])


def _defined(now: Standing, act: Act) -> Rules:
    yield from blank(act, points="no points", outcomes_sought="no outcomes sought")
    if not act.get("responsible_for", "").strip() or not act.get("not_responsible_for", "").strip():
        yield "no responsibilities"
    if act.get("means") is None:
        yield "definition without means"
    elif act["means"] in SPOKEN and not act.get("note", "").strip():
        yield "call without note"
    answered = now.at_stage[act["n"]].answered
    if answered and answered["on"] < act["on"] and act.get("points"):
        settled = points(now, now.at_stage[act["n"]], answered)
        if set(act["points"]) != set(settled):
            yield "issue after answer"


def _acknowledged(now: Standing, act: Act) -> Rules:
    stage = now.at_stage[act["n"]]
    if not any(map(set_out, stage.defined)):
        yield "not defined" if stage.definition_needed else "not defined, no day for it"
    yield from blank(act, means="acknowledged without means", policy_link_given="no policy link")


def _issue(now: Standing, act: Act) -> Rules:
    answered = now.stages[1].answered
    if answered and since(act, answered):
        yield "issue after answer"
    if act.get("delays_response"):
        yield "issue delays"
    yield from blank(act, related="issue unrelated", point="no issue")


def _interval(now: Standing, act: Act) -> Rules:
    if act["every_working_days"] < 1:
        yield "no interval"
    yield from blank(act, agreed_with_resident="interval not agreed")


def _updated(now: Standing, act: Act) -> Rules:
    yield from blank(act, about="update says nothing")


def _extended(now: Standing, act: Act) -> Rules:
    yield from blank(act, reason_kind="extension without kind")


NEEDS: Needs = {
    "handler-assigned": _assigned,
    "complaint-defined": _defined,
    "complaint-acknowledged": _acknowledged,
    "issue-added": _issue,
    "update-interval-agreed": _interval,
    "resident-updated": _updated,
    "response-extended": _extended,
}

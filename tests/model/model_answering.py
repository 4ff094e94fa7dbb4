"""What is needed of an answer and of going on from it (section 4: answer, escalate)."""

from model_asking import Needs, Rules, blank, by_then
from model_clocks import SPOKEN, Act, tells
from model_handling import fit
from model_history import Standing, points, since
from model_table import STATEMENTS


def _answered(now: Standing, act: Act) -> Rules:
    stage = now.at_stage[act["n"]]
    yield from blank(act, outcome="no outcome", heard_resident="not heard")
    if act.get("means") in (None, *SPOKEN):
        yield "answer not written"
    for what in STATEMENTS:
        if what not in act.get("states", ()):
            yield f"does not state {what}"
    if not by_then(now, act, "remedy-offered", of_stage=True) and not tells(
        act.get("no_remedy_because", "")
    ):
        yield "no remedy or why"
    if not by_then(now, act, "action-agreed", of_stage=True) and not act.get(
        "no_actions_outstanding"
    ):
        yield "no actions or none"
    yield from _every_point(act, points(now, stage, act))
    handlers = [each for each in stage.handlers if not since(each, act)]
    decider = act.get("decided_by") or (handlers[-1]["handler"] if handlers else "")
    yield from fit(now, act, decider)
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
        for each in by_then(now, act, "response-signed-off", of_stage=True)
        if each["signed_off_by"] != decider
        and (each["role"] == "manager" or (act["stage"] == 1 and each["role"] == "handler"))
    ]
    if not signed:
        yield "not signed off"
    drafts = by_then(now, act, "response-drafted", of_stage=True)
    if any(each.get("contractor") for each in drafts):
        yield from blank(act, reviewed_by="draft not reviewed")
    if act["stage"] == 2:
        yield from blank(act, staff_involved="no staff involved")


def _signed_off(now: Standing, act: Act) -> Rules:
    yield from fit(now, act, act["signed_off_by"])
    answered = now.at_stage[act["n"]].answered
    if answered and answered["on"] < act["on"]:
        yield "signed off afterwards"


def _drafted(now: Standing, act: Act) -> Rules:
    yield from blank(act, drafted_by="no drafter")


def _escalated(now: Standing, act: Act) -> Rules:
    if act.get("reasons_required"):
        yield "reasons demanded"
    if not tells(act.get("reasons", "")) and not tells(act.get("effort_to_understand", "")):
        yield "no effort"


NEEDS: Needs = {
    "response-issued": _answered,
    "response-signed-off": _signed_off,
    "response-drafted": _drafted,
    "escalation-requested": _escalated,
}

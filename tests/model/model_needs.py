"""What each act needs for itself (section 4): who, what, how, why, by when."""

from collections.abc import Iterator

import model_answering
import model_ending
import model_handling
import model_intake
from model_asking import Needs
from model_clocks import Act, allowed, due_days
from model_history import FOLLOWS, Standing, place, since

_NEEDS: Needs = {
    **model_intake.NEEDS,
    **model_handling.NEEDS,
    **model_answering.NEEDS,
    **model_ending.NEEDS,
}


def unfulfilled(now: Standing) -> Iterator[tuple[str, int]]:
    """Give each need that an act of a history leaves unmet, with the act's number."""
    for act in now.taken:
        for rule in _days(now, act):
            yield rule, act["n"]
        if act.get("unfit_people"):
            yield "handler unknown or auditor", act["n"]
        if act["kind"] in _NEEDS:
            for rule in _NEEDS[act["kind"]](now, act):
                yield rule, act["n"]
        if act["kind"] in _LEADS_TO_AN_ANSWER:
            ended = now.at_stage[act["n"]].ended
            if act["kind"] in _REFUSALS and ended and ended["kind"] != "complaint-withdrawn":
                continue
            if ended and since(act, ended) and place(act) > place(ended):
                yield _OVER.get(ended["kind"], "after the refusal"), act["n"]


_REFUSALS = ("complaint-refused", "escalation-refused")
_LEADS_TO_AN_ANSWER = (
    *("complaint-defined", "complaint-acknowledged", "response-extended", "response-issued"),
    *_REFUSALS,
)
_OVER = {"complaint-withdrawn": "after the withdrawal"}


_TO_COME = ("due_on", "evidence_due_on", "promised_on", "until")
_DONE = ("letter_sent_on", "confirmed_on", "resident_told_on")


def _days(now: Standing, act: Act) -> Iterator[str]:
    """Give what is wrong with days an act names beside its own."""
    if act["kind"] != "response-extended" and any(
        act.get(name) and act[name] < act["on"] for name in _TO_COME
    ):
        yield "due before agreed"
    begun = _begun(now, act)["on"]
    if any(act.get(name) and act[name] < begun for name in _DONE):
        yield "done before its start"


def _begun(now: Standing, act: Act) -> Act:
    """Return what an act answers: what it takes up, else the beginning of its stage."""
    if act["kind"] in FOLLOWS:
        name, kind = FOLLOWS[act["kind"]]
        for each in now.of_kind(kind):
            if each["n"] == act.get(name):
                return each
    of_itself = 2 if act["kind"].startswith("escalation-") else 1
    return now.stages[act.get("stage", of_itself)].opened


def unfit_handlers(now: Standing) -> Iterator[tuple[str, int]]:
    """Give each stage that went to somebody unknown or to an auditor, whatever Code it is of."""
    for act in now.of_kind("handler-assigned"):
        if act["unfit"]:
            yield "handler unknown or auditor", act["n"]


def unmet_by_extensions(now: Standing) -> Iterator[tuple[str, int]]:
    """Give what each extension of a stage lacks, unless it is allowed to."""
    for stage in (*now.past, *now.stages.values()):
        for act, lacking in zip(stage.extended, due_days(stage)[1], strict=True):
            for rule in lacking:
                if not allowed(rule, act):
                    yield rule, act["n"]

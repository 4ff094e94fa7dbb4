"""What each act needs for itself (section 4): who, what, how, why, by when."""

from collections.abc import Iterator

import model_answering
import model_ending
import model_handling
import model_intake
from model_asking import Needs
from model_clocks import allowed, due_days
from model_history import Standing, place, since

_NEEDS: Needs = {
    **model_intake.NEEDS,
    **model_handling.NEEDS,
    **model_answering.NEEDS,
    **model_ending.NEEDS,
}


def unfulfilled(now: Standing) -> Iterator[tuple[str, int]]:
    """Give each need that an act of a history leaves unmet, with the act's number."""
    for act in now.taken:
        if act["kind"] in _NEEDS:
            for rule in _NEEDS[act["kind"]](now, act):
                yield rule, act["n"]
        if act["kind"] in _LEADS_TO_AN_ANSWER:
            ended = now.at_stage[act["n"]].ended
            if ended and since(act, ended) and place(act) > place(ended):
                yield _OVER.get(ended["kind"], "after the refusal"), act["n"]


_LEADS_TO_AN_ANSWER = (
    *("complaint-defined", "complaint-acknowledged", "response-extended", "response-issued"),
)
_OVER = {"complaint-withdrawn": "after the withdrawal"}


def unfit_handlers(now: Standing) -> Iterator[tuple[str, int]]:
    """Give each stage that went to somebody unknown or to an auditor, whatever Code it is of."""
    for act in now.of_kind("handler-assigned"):
        if act["unfit"]:
            yield "handler unknown or auditor", act["n"]


def unmet_by_extensions(now: Standing) -> Iterator[tuple[str, int]]:
    """Give what each extension of a stage lacks, unless it is allowed to."""
    for stage in now.stages.values():
        for act, lacking in zip(stage.extended, due_days(stage)[1], strict=True):
            for rule in lacking:
                if not allowed(rule, act):
                    yield rule, act["n"]

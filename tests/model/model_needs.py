"""What each act needs for itself (section 4): who, what, how, why, by when."""

from collections.abc import Iterator

import model_answering
import model_ending
import model_handling
import model_intake
from model_asking import Needs
from model_clocks import allowed, due_days
from model_history import Standing

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


def unmet_by_extensions(now: Standing) -> Iterator[tuple[str, int]]:
    """Give what each extension of a stage lacks, unless it is allowed to."""
    for stage in now.stages.values():
        for act, lacking in zip(stage.extended, due_days(stage)[1], strict=True):
            for rule in lacking:
                if not allowed(rule, act):
                    yield rule, act["n"]

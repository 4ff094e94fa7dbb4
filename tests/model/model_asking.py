"""How a need is looked for on the record: as it stood when the act was done."""

from collections.abc import Callable, Iterator

from model_clocks import Act
from model_history import Standing

Rules = Iterator[str]
"""the rules of the model that an act leaves unmet"""
Needs = dict[str, Callable[[Standing, Act], Rules]]
"""what is asked of each kind of act; of one not named, nothing"""


def blank(act: Act, **needs: str) -> Rules:
    """Give the rule of each field that holds nothing: field = rule."""
    for name, rule in needs.items():
        value = act.get(name)
        if not (value.strip() if isinstance(value, str) else value):
            yield rule


def by_then(now: Standing, act: Act, *kinds: str, of_stage: bool = False) -> list[Act]:
    """Return the acts of some kinds that count and were done by the day of another."""
    stage = act["stage"] if of_stage else None
    return [each for each in now.of_kind(*kinds, stage=stage) if each["on"] <= act["on"]]

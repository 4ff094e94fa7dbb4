"""Each figure by its name in the JSON, and the conditions that pick out the cases behind it.

The same columns that a figure sums are the ones its list asks for, so the two cannot differ.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.metrics import SHARES, Ch02Denominator
from casetrack.domain.tallies import FIGURES, Counted, remedy_figure
from casetrack.store.derived import Condition

STAGES: Final = (1, 2)
TENURES: Final = ("LCRA", "LCHO")
"""low cost rental accommodation, low cost home ownership: reported apart to the Regulator"""
OUTCOMES: Final = ("upheld", "partly-upheld", "not-upheld")
OPEN: Final = (
    Condition("counted", "=", True),
    Condition("answered", "=", False),
    Condition("withdrawn", "=", False),
)
"""still to be answered"""
RECEIVED: Final = (Condition("refused", "=", False),)
_PLAIN: Final[Mapping[str, tuple[Condition, ...]]] = {
    "received": RECEIVED,
    "withdrawn": (Condition("withdrawn", "=", True),),
    "withdrawn_late": (Condition("withdrawn_late", "=", True),),
    "refused": (Condition("refused", "=", True),),
    "open": OPEN,
    "answered": (Condition("answered", "=", True),),
}
_VOLUMES: Final = {
    "channels": "channel",
    "categories": "category",
    "service_areas": "service_area",
}
"""what is counted by its own words: the group's name in the JSON, and the column"""
_ASSUMED: Final = {
    "definition-with-acknowledgement": "definition_assumed",
    "response-as-acknowledgement": "response_as_acknowledgement",
    "hangs-on-ombudsman-details": "hangs_on_details",
    "convention-sensitive": "convention_sensitive",
}
"""what is taken for granted: its code in the JSON, and the column"""
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")


def overdue(today: date) -> tuple[Condition, ...]:
    """Return what picks out the open stages whose answer is late on a day."""
    return (*OPEN, Condition("response_due_on", "<", today))


def not_yet_due(today: date) -> tuple[Condition, ...]:
    """Return what picks out the open stages whose answer is not late on a day."""
    return (*OPEN, Condition("response_due_on", ">=", today))


def conditions(
    cell: str, today: date, ch02_denominator: Ch02Denominator, ch02_flag: str
) -> list[Condition]:
    """Return the conditions behind a figure, such as stages.1.responded_in_time.

    A share gives the cases of its numerator; with .denominator those it is a share of, with
    .missing those between. Raises BadInput for a figure there is not.
    """
    match cell.split("."):
        case ["stages", "1", "refused", "without_reason"]:
            unnamed = Condition("refused_reason", "=", "")
            return [Condition("stage", "=", 1), *_PLAIN["refused"], unnamed]
        case ["stages", ("1" | "2") as stage, name, *rest]:
            return [Condition("stage", "=", int(stage)), *_of_stage(name, rest, cell, today)]
        case ["escalation", *rest] if rest in ([], ["numerator"], ["denominator"]):
            return [Condition("stage", "=", 1 if rest == ["denominator"] else 2), *RECEIVED]
        case ["tsm", "CH01", ("LCRA" | "LCHO") as tenure, ("1" | "2") as stage]:
            return [*_of_tenure(tenure, stage), *RECEIVED]
        case ["tsm", "CH02", ("LCRA" | "LCHO") as tenure, ("1" | "2") as stage, *rest]:
            responded = ch02_denominator is Ch02Denominator.RESPONDED
            within = [Condition("answered" if responded else "counted", "=", True)]
            return [*_of_tenure(tenure, stage), *_part(ch02_flag, within, rest, cell)]
        case ["refused_by_reason", *words] if any(words):
            reason = Condition("refused_reason", "=", ".".join(words))
            return [Condition("stage", "=", 1), Condition("refused", "=", True), reason]
        case [group, *words, ("1" | "2") as stage] if group in _VOLUMES and words:
            named = Condition(_VOLUMES[group], "=", ".".join(words))
            return [Condition("stage", "=", int(stage)), named, *RECEIVED]
        case ["assumptions", code, ("1" | "2") as stage] if code in _ASSUMED:
            return [Condition("stage", "=", int(stage)), Condition(_ASSUMED[code], "=", True)]
        case ["by_month", month, "stages", ("1" | "2") as stage, name, *rest] if _MONTH.fullmatch(
            month
        ):
            of_month = Condition("month", "=", int(month.replace("-", "")))
            of_stage = _of_stage(name, rest, cell, today)
            return [Condition("stage", "=", int(stage)), of_month, *of_stage]
        case ["compensation", "count"]:
            return [Condition("compensation_pence", ">", 0)]
        case _:
            raise _no_cell(cell)


def of_cases(cell: str, first: date, last: date) -> tuple[Condition, ...] | None:
    """Return what picks out the cases of a figure that is of whole cases, None for another."""
    within = (Condition("received_on", ">=", first), Condition("received_on", "<=", last))
    match cell:
        case "recorded_late":
            return (*within, Condition("recorded_late", ">", 0))
        case "assumptions.edition-not-held.1":
            return (*within, Condition("edition", "=", ""))
        case _:
            return None


def _of_tenure(tenure: str, stage: str) -> list[Condition]:
    return [Condition("stage", "=", int(stage)), Condition("tenure", "=", tenure)]


def left_out(
    cell: str, today: date, ch02_denominator: Ch02Denominator
) -> tuple[Condition, ...] | None:
    """Return what picks out the cases that are no part of a figure all the same, if there are any.

    CH02 of a period shorter than a year leaves out what is not yet due.
    """
    if cell.startswith("tsm.CH02.") and ch02_denominator is Ch02Denominator.RECEIVED_AND_DUE:
        return not_yet_due(today)
    return None


def _of_stage(name: str, rest: Sequence[str], cell: str, today: date) -> list[Condition]:
    if name in _PLAIN and not rest:
        return list(_PLAIN[name])
    if name == "open_overdue" and not rest:
        return list(overdue(today))
    if name == "not_yet_determinable" and not rest:
        return list(not_yet_due(today))
    if name == "outcomes" and rest and rest[0] in OUTCOMES:
        answered = [Condition("answered", "=", True)]
        match list(rest[1:]):
            case [] | ["numerator"]:
                return [*answered, Condition("outcome", "=", rest[0])]
            case ["denominator"]:
                return answered
            case ["missing"]:
                return [*answered, Condition("outcome", "!=", rest[0])]
            case _:
                raise _no_cell(cell)
    if name in SHARES:
        flag, of = SHARES[name]
        return _part(flag, [Condition(of, "=", True)], rest, cell)
    raise _no_cell(cell)


def _part(
    flag: str, within: Sequence[Condition], rest: Sequence[str], cell: str
) -> list[Condition]:
    match list(rest):
        case [] | ["numerator"]:
            return [*within, Condition(flag, "=", True)]
        case ["denominator"]:
            return list(within)
        case ["missing"]:
            return [*within, Condition(flag, "=", False)]
        case _:
            raise _no_cell(cell)


def occurrences(cell: str) -> Counted | None:
    """Return what a figure besides the stages counts, None for a figure of the stages."""
    name = cell.removesuffix(".numerator")
    return FIGURES.get(name) or remedy_figure(name)


def _no_cell(cell: str) -> BadInput:
    names = [f"stages.{stage}.{name}" for stage in STAGES for name in (*_PLAIN, *SHARES)]
    names += FIGURES
    names += [f"tsm.{m}.{t}.{s}" for m in ("CH01", "CH02") for t in TENURES for s in STAGES]
    return BadInput(
        f'There is no figure "{cell}".{nearest(cell, names)} Name it as in the JSON, such as '
        "stages.1.responded_in_time, stages.2.refused or tsm.CH02.LCRA.1; with .missing at its "
        "end the cases that a share lacks."
    )

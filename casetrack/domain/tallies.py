"""What figures count besides the stages: service requests, actions, remedies, the Ombudsman's word.

Each figure is a sum of tallies, and names the tallies it sums, so that the list behind it is the
same question.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from casetrack.domain.facts.terms import Determination, OrderKind


class Become(StrEnum):
    """What has become of something that can be done."""

    ANYTHING = "anything"
    DONE = "done"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many occurrences there were of one kind and detail, and what became of them."""

    kind: str
    """of the fact"""
    detail: str
    count: int
    done: int
    overdue: int
    amount_pence: int = 0

    def of(self, become: Become) -> int:
        """Return how many of them became so."""
        match become:
            case Become.ANYTHING:
                return self.count
            case Become.DONE:
                return self.done
            case Become.OPEN:
                return self.count - self.done
            case Become.OVERDUE:
                return self.overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one figure is the number of."""

    kind: str
    details: frozenset[str] | None = None
    """only these; None: whatever the detail"""
    become: Become = Become.ANYTHING

    def number(self, tallies: Iterable[Tally]) -> int:
        """Return the figure."""
        return sum(
            tally.of(self.become)
            for tally in tallies
            if tally.kind == self.kind and (self.details is None or tally.detail in self.details)
        )


_FOUND_AGAINST: Final = frozenset(
    {
        Determination.SEVERE_MALADMINISTRATION.value,
        Determination.MALADMINISTRATION.value,
        Determination.SERVICE_FAILURE.value,
    }
)
_WITHIN_JURISDICTION: Final = frozenset(Determination) - {Determination.OUTSIDE_JURISDICTION}


def _figures() -> dict[str, Counted]:
    request, action, order = "service-request-received", "action-agreed", "order-made"
    found = "determination-received"
    figures = {
        "service_requests.received": Counted(kind=request),
        "service_requests.closed": Counted(kind=request, become=Become.DONE),
        "service_requests.open": Counted(kind=request, become=Become.OPEN),
        "actions.agreed": Counted(kind=action),
        "actions.done": Counted(kind=action, become=Become.DONE),
        "actions.overdue": Counted(kind=action, become=Become.OVERDUE),
        "satisfaction.answers": Counted(kind="satisfaction-recorded"),
        "ombudsman.determinations": Counted(kind=found),
        "ombudsman.maladministration_rate": Counted(kind=found, details=_FOUND_AGAINST),
        "ombudsman.maladministration_rate.denominator": Counted(
            kind=found, details=frozenset(map(str, _WITHIN_JURISDICTION))
        ),
    }
    for finding in Determination:
        details = frozenset({finding.value})
        figures[f"ombudsman.findings.{finding}"] = Counted(kind=found, details=details)
    for kind in OrderKind:
        details = frozenset({kind.value})
        for name, become in (
            ("made", Become.ANYTHING),
            ("complied", Become.DONE),
            ("overdue", Become.OVERDUE),
        ):
            figures[f"ombudsman.orders.{kind}.{name}"] = Counted(
                kind=order, details=details, become=become
            )
    return figures


FIGURES: Final[Mapping[str, Counted]] = MappingProxyType(_figures())
"""The figures by their names in the JSON."""
REMEDIES: Final = "remedies."
"""what the figures of remedies begin with: remedies.apology.offered"""
_REMEDY: Final = {
    "offered": Become.ANYTHING,
    "done": Become.DONE,
    "overdue": Become.OVERDUE,
}
NOT_STATED: Final = "not-stated"
"""a remedy whose kind nobody wrote down, as in a log of compensation"""


def remedy_figure(name: str) -> Counted | None:
    """Return what a figure such as remedies.apology.offered counts, None for another name."""
    _, _, rest = name.partition(REMEDIES)
    kind, _, become = rest.rpartition(".")
    if not name.startswith(REMEDIES) or not kind or become not in _REMEDY:
        return None
    detail = "" if kind == NOT_STATED else kind
    return Counted(kind="remedy-offered", details=frozenset({detail}), become=_REMEDY[become])


def remedies(tallies: Iterable[Tally]) -> dict[str, dict[str, int]]:
    """Return, by kind of remedy, how many were offered, done and overdue."""
    return {
        tally.detail or NOT_STATED: {name: tally.of(become) for name, become in _REMEDY.items()}
        for tally in tallies
        if tally.kind == "remedy-offered"
    }


def satisfaction(tallies: Iterable[Tally]) -> tuple[int, int]:
    """Return the sum of all scores and how many there are."""
    scores = [
        (int(tally.detail), tally.count)
        for tally in tallies
        if tally.kind == "satisfaction-recorded"
    ]
    return sum(score * count for score, count in scores), sum(count for _, count in scores)

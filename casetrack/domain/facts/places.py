"""Which facts there are, where each is defined, and where it stands among the facts of its day."""

import importlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from casetrack.domain.facts.base import Fact, StageFact

_MODULES: Final = MappingProxyType(
    {
        # Loaded when a fact of theirs is met: making every class takes longer than a command.
        "stages": (
            *("service-request-received", "complaint-received", "complaint-refused"),
            *("refusal-overturned", "complaint-logged", "complaint-defined"),
            *("complaint-acknowledged", "handler-assigned", "response-extended"),
            *("response-issued", "escalation-requested", "escalation-refused", "remedy-offered"),
            *("deadline-recorded", "deadline-moved", "complaint-withdrawn", "case-closed"),
            "entry-corrected",
        ),
        "handling": (
            *("service-request-reviewed", "service-request-closed", "choice-offered"),
            *("triage-assessed", "case-classified", "clarification-sought", "contact-attempted"),
            *("conflict-declared", "update-interval-agreed", "resident-updated", "issue-added"),
            *("response-drafted", "response-signed-off"),
        ),
        "aftercare": (
            *("remedy-delivered", "action-agreed", "action-updated", "action-completed"),
            *("learning-recorded", "learning-applied", "survey-sent", "satisfaction-recorded"),
        ),
        "papers": (
            *("correspondence-logged", "document-filed", "letter-drafted", "letter-discarded"),
            "letter-issued",
        ),
        "ombudsman": (
            *("ombudsman-enquiry", "evidence-sent", "determination-received", "order-made"),
            "order-complied",
        ),
        "residents": (
            *("resident-registered", "representative-authorised", "representative-ended"),
            *("disability-disclosed", "adjustment-agreed", "adjustment-reviewed"),
            *("alert-raised", "alert-ended", "restriction-imposed", "restriction-reviewed"),
            "restriction-lifted",
        ),
        "landlord": (
            *("user-registered", "user-left", "report-presented", "governing-body-responded"),
            *("self-assessment-made", "submission-made", "duty-set", "duty-done"),
            *("non-compliance-declared", "compliance-restored", "improvement-planned"),
            *("improvement-made", "quality-sample-taken"),
        ),
    }
)


class _Facts(Mapping[str, type[Fact]]):
    """Every fact by its name; its module is loaded when it is asked for."""

    def __init__(self, modules: Mapping[str, tuple[str, ...]]) -> None:
        self._module_of = {kind: module for module, kinds in modules.items() for kind in kinds}
        self._loaded: dict[str, type[Fact]] = {}

    def __getitem__(self, kind: str) -> type[Fact]:
        if kind not in self._loaded:
            name = f"casetrack.domain.facts.{self._module_of[kind]}"
            for found in vars(importlib.import_module(name)).values():
                if isinstance(found, type) and issubclass(found, Fact) and hasattr(found, "kind"):
                    self._loaded[found.kind] = found
        return self._loaded[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._module_of)

    def __len__(self) -> int:
        return len(self._module_of)

    def __contains__(self, kind: object) -> bool:
        return kind in self._module_of


FACTS: Final[Mapping[str, type[Fact]]] = _Facts(_MODULES)
"""Every fact by its name."""

_ENDS_THE_DAY: Final = 9

_PLACE_IN_THE_DAY: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        # kind: (stage, rank). Stage 0 stands for the fact's own stage.
        "service-request-received": (1, -1),
        "complaint-received": (1, 0),
        "complaint-refused": (1, 1),
        "refusal-overturned": (0, 1),
        "complaint-logged": (0, 2),
        "complaint-defined": (0, 3),
        "complaint-acknowledged": (0, 4),
        "handler-assigned": (0, 5),
        "response-extended": (0, 6),
        "response-issued": (0, 7),
        "escalation-requested": (2, 0),
        "escalation-refused": (2, 1),
        "complaint-withdrawn": (_ENDS_THE_DAY, 0),
        "case-closed": (_ENDS_THE_DAY, 1),
    }
)
"""Facts of one day are taken in the order in which a complaint runs; all else comes last."""


def place_in_the_day(fact: Fact) -> tuple[int, int]:
    """Return where a fact stands among those of its day: its stage, then the rank of its kind."""
    place = _PLACE_IN_THE_DAY.get(fact.kind)
    if place is None:
        return (_ENDS_THE_DAY, 2)
    stage, rank = place
    if stage == 0 and isinstance(fact, StageFact):
        return (fact.stage, rank)
    return place

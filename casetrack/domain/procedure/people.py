"""What is asked of the people an act names: who signs, agrees, decides or reviews works here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, assert_never

from casetrack.domain.facts import Entry
from casetrack.domain.facts.terms import Unfit
from casetrack.domain.objections import Finding, ObjectionKind
from casetrack.domain.procedure.standing import OWN_RULE, SECOND, Findings

UNFIT: Final[Mapping[str, str]] = MappingProxyType(
    {
        name: f"{name}_unfit"
        for name in ("signed_off_by", "approved_by", "decided_by", "reviewed_by")
    }
)
"""The fields that name who did it → where it stands why they could not on the day."""
_DID: Final = {
    "signed_off_by": "signed it off",
    "approved_by": "agreed to it",
    "decided_by": "decided it",
    "reviewed_by": "reviewed it",
}


def could_not(entry: Entry) -> Findings:
    """Give the finding on an act by somebody who could not do it.

    Written into the fact on the day, as who works here changes.
    """
    reasons = [
        _reason(unfit, str(getattr(entry.fact, name)), _DID[name])
        for name, held in UNFIT.items()
        if (unfit := getattr(entry.fact, held, None)) is not None
    ]
    if not reasons:
        return
    reason = "; ".join(reasons)
    of_itself = SECOND if entry.fact.kind == "escalation-refused" else 1
    stage = int(getattr(entry.fact, "stage", of_itself))
    yield Finding(
        code="role-may-not",
        sequence=entry.sequence,
        cited=OWN_RULE,
        says=f"Stage {stage}: {reason}.",
        stage=stage,
        reason=reason,
        cure="Name who did: a handler or a manager who is registered (`casetrack user list`).",
        against=ObjectionKind.BREACH,
    )


def _reason(unfit: Unfit, person: str, did: str) -> str:
    match unfit:
        case Unfit.NOT_REGISTERED:
            return f'nobody called "{person}" is registered who could have {did}'
        case Unfit.AUDITOR:
            return f"{person}, who {did}, is an auditor and handles no complaints"
        case _:
            assert_never(unfit)

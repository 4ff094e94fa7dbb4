"""Acts that case systems know and the Code does not: refused, with what there is instead."""

from casetrack.domain.objections import Objection, ObjectionKind

_PAUSES = ("pause", "hold", "stop", "suspend", "freeze", "resume")


def unheard_of(kind: str) -> Objection | None:
    """Return what stands against an act no fact is named for; None for a mere slip of the pen."""
    if not any(word in kind.casefold() for word in _PAUSES):
        return None
    return Objection(
        kind=ObjectionKind.IMPOSSIBLE,
        code="no-pausing",
        sequence=-1,
        provision="6.4",
        stage=1,
        reason="the Code knows no pausing of a clock, whoever is waited for",
        cure="Extend the response (response-extended): tell the resident why and until when, with "
        "the Ombudsman's details.",
    )

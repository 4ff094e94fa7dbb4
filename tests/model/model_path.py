"""What somebody would do next on a case, and what they may do beside it."""

from model_clocks import Stage
from model_history import Standing


def next_kind(now: Standing, which: int) -> tuple[str, int]:
    """Return what is to be done next on a case, and at which stage."""
    at = now.latest
    if at is None:
        return "complaint-received", 1
    if not at.over:
        return _towards_the_answer(now, at, which), at.number
    if at.number == 1 and at.answered and which < 6:
        return "escalation-requested", 2
    if at.ended and at.ended["kind"] != "complaint-withdrawn" and which % 2:
        return "refusal-overturned", at.number
    return _afterwards(now, which), at.number


def _towards_the_answer(now: Standing, at: Stage, which: int) -> str:
    here = {act["kind"] for act in now.of_kind(*_PREPARED, stage=at.number)}
    if at.number == 1:
        for kind in ("choice-offered", "triage-assessed"):
            if not any(now.of_kind(kind)) and which < 5:
                return kind
    if not at.handlers:
        return "handler-assigned"
    if not at.defined:
        return "complaint-defined"
    if not at.acknowledged:
        return "complaint-acknowledged"
    aside = {5: "action-agreed", 6: "response-drafted", 7: "response-extended"}.get(which)
    if aside == "response-extended" or (aside and aside not in here):
        return aside
    return "response-issued" if "response-signed-off" in here else "response-signed-off"


_PREPARED = ("response-signed-off", "action-agreed", "response-drafted")


def _afterwards(now: Standing, which: int) -> str:
    wanted = (
        *("learning-recorded", "case-closed", "ombudsman-enquiry", "evidence-sent"),
        *("determination-received", "order-made", "order-complied"),
    )
    undone = [kind for kind in wanted if not any(now.of_kind(kind))]
    if undone:
        return undone[which % 2 if len(undone) > 1 else 0]
    return ("letter-drafted", "letter-issued", "escalation-requested", *BESIDE)[which]


BESIDE = (
    *("response-extended", "issue-added", "update-interval-agreed", "resident-updated"),
    *("response-drafted", "remedy-offered", "action-agreed", "action-updated", "remedy-delivered"),
    *("action-completed", "letter-drafted", "letter-issued", "letter-discarded"),
    *("conflict-declared", "complaint-logged", "handler-assigned", "refusal-overturned"),
    *("complaint-withdrawn", "case-closed", "escalation-requested"),
)
AT_THE_EDGE = (
    *("response-extended", "escalation-requested", "complaint-acknowledged", "response-issued"),
    "complaint-defined",
)

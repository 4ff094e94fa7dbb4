"""What is needed to end a case, and for what comes after the answer (section 4, the rest)."""

from model_asking import Needs, Rules, blank
from model_clocks import Act, tells
from model_history import Standing, place, since


def _withdrawn(now: Standing, act: Act) -> Rules:
    yield from blank(
        act,
        words="withdrawal without words",
        proposed_by="no proposer",
        confirmed_on="not confirmed",
        ombudsman_details_given="withdrawal without Ombudsman",
    )
    answered = now.at_stage[act["n"]].answered
    if act.get("proposed_by") == "landlord" and not (answered and place(answered) < place(act)):
        yield "withdrawal proposed"


def _closed(now: Standing, act: Act) -> Rules:
    for draft in now.of_kind("letter-drafted"):
        if since(act, draft) and not _by_then(act, now.done.get(draft["n"])):
            yield "letter unsent"
    begun = [stage for stage in now.met[act["n"]] if since(act, stage.start)]
    if begun:
        latest = begun[-1]
        if not _by_then(act, latest.answered, latest.ended):
            yield f"answer unsent at stage {latest.number}"


def _by_then(act: Act, *others: Act | None) -> bool:
    """Say whether anything of some was done by the day of an act: what comes later is too late."""
    return any(other is not None and other["on"] <= act["on"] for other in others)


def _letter(now: Standing, act: Act) -> Rules:
    yield from blank(
        act, means="letter without means", ombudsman_details_given="letter without Ombudsman"
    )


def _remedy(now: Standing, act: Act) -> Rules:
    yield from blank(
        act,
        remedy="no kind of remedy",
        what="remedy without what",
        owner="remedy without owner",
        due_on="remedy without day",
        reflects="remedy reflects nothing",
    )


def _action(now: Standing, act: Act) -> Rules:
    yield from blank(
        act, what="action without what", owner="action without owner", due_on="action without day"
    )


def _action_updated(now: Standing, act: Act) -> Rules:
    yield from blank(act, state="update of nothing", resident_told_on="resident not told")


def _learnt(now: Standing, act: Act) -> Rules:
    if tells(act.get("change", "")):
        yield from blank(act, owner="learning without owner", due_on="learning without day")
    elif not tells(act.get("no_change_because", "")):
        yield "nothing learnt"


def _enquiry(now: Standing, act: Act) -> Rules:
    yield from blank(act, evidence_due_on="enquiry without day")


def _determined(now: Standing, act: Act) -> Rules:
    yield from blank(act, finding="no finding")


def _ordered(now: Standing, act: Act) -> Rules:
    yield from blank(act, what="order without what", due_on="order without day")


NEEDS: Needs = {
    "complaint-withdrawn": _withdrawn,
    "case-closed": _closed,
    "letter-issued": _letter,
    "remedy-offered": _remedy,
    "action-agreed": _action,
    "action-updated": _action_updated,
    "learning-recorded": _learnt,
    "ombudsman-enquiry": _enquiry,
    "determination-received": _determined,
    "order-made": _ordered,
}

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
        if since(act, draft) and draft["n"] not in now.done:
            yield "letter unsent"
    begun = [s for s in now.stages.values() if since(act, s.reopened or s.opened)]
    if begun:
        latest = begun[-1]
        if not latest.over:
            yield f"answer unsent at stage {latest.number}"


def _letter(now: Standing, act: Act) -> Rules:
    yield from blank(
        act, means="letter without means", ombudsman_details_given="letter without Ombudsman"
    )


def _due(act: Act) -> Rules:
    if act.get("due_on") and act["due_on"] < act["on"]:
        yield "due before agreed"


def _remedy(now: Standing, act: Act) -> Rules:
    yield from blank(
        act,
        remedy="no kind of remedy",
        what="remedy without what",
        owner="remedy without owner",
        due_on="remedy without day",
        reflects="remedy reflects nothing",
    )
    yield from _due(act)


def _action(now: Standing, act: Act) -> Rules:
    yield from blank(
        act, what="action without what", owner="action without owner", due_on="action without day"
    )
    yield from _due(act)


def _action_updated(now: Standing, act: Act) -> Rules:
    yield from blank(act, state="update of nothing", resident_told_on="resident not told")


def _learnt(now: Standing, act: Act) -> Rules:
    if tells(act.get("change", "")):
        yield from blank(act, owner="learning without owner", due_on="learning without day")
    elif not tells(act.get("no_change_because", "")):
        yield "nothing learnt"
    yield from _due(act)


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

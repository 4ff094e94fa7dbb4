"""What a history of acts adds up to on a case: its stages, and which acts contradict the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from model_clocks import Act, Stage, overdue_on, year_of

# Of one day, acts are taken in the order in which a complaint runs: stage, then rank.
_RANKS = {
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
    "complaint-withdrawn": (9, 0),
    "case-closed": (9, 1),
}
FOLLOWS = {
    # kind: the field that names the act it takes up, that act's kind
    "remedy-delivered": ("remedy", "remedy-offered"),
    "action-updated": ("action", "action-agreed"),
    "action-completed": ("action", "action-agreed"),
    "letter-discarded": ("draft", "letter-drafted"),
    "letter-issued": ("draft", "letter-drafted"),
    "evidence-sent": ("enquiry", "ombudsman-enquiry"),
    "order-complied": ("order", "order-made"),
}


def place(act: Act) -> tuple[date, int, int, int]:
    """Return where an act stands in the history."""
    stage, rank = _RANKS.get(act["kind"], (9, 2))
    return act["on"], stage or act["stage"], rank, act["n"]


def since(act: Act, other: Act) -> bool:
    """Say whether an act was of a later day than another, or of its day and recorded later."""
    return bool((act["on"], act["n"]) > (other["on"], other["n"]))


@dataclass
class Standing:
    """What a history adds up to."""

    stages: dict[int, Stage] = field(default_factory=dict)
    taken: list[Act] = field(default_factory=list)
    """every act that counts, in order"""
    at_stage: dict[int, Stage] = field(default_factory=dict)
    """the stage each act was taken at, as it was before any refusal was overturned"""
    met: dict[int, list[Stage]] = field(default_factory=dict)
    """the stages there were when the case was closed, by the act that closed it"""
    past: list[Stage] = field(default_factory=list)
    """stages as they were when a refusal was overturned"""
    history: list[Act] = field(default_factory=list)
    """all acts in their order, also those that are still to be taken"""
    early: Stage | None = None
    """stage 1, where stage 2 was requested before it was answered or overdue"""
    closed: bool = False
    withdrawn: bool = False
    done: dict[int, Act] = field(default_factory=dict)
    """what ended a remedy, an action, an enquiry, an order, a draft; by their numbers"""
    against: set[tuple[str, int]] = field(default_factory=set)
    """each rule that is broken, by the number of the act that breaks it"""

    @property
    def year(self) -> str:
        """Of the Code the case falls under; none where that is not held, or nothing received."""
        return year_of(self.stages[1].opened["on"]) if self.stages else "none"

    @property
    def latest(self) -> Stage | None:
        """The stage the case is at."""
        return self.stages.get(2) or self.stages.get(1)

    def of_kind(self, *kinds: str, stage: int | None = None) -> Iterator[Act]:
        """Give the acts of some kinds that count, in order."""
        for act in self.taken:
            if act["kind"] in kinds and (stage is None or act["stage"] == stage):
                yield act


def corrected(acts: Iterable[Act]) -> list[Act]:
    """Return acts with each correction in its place; of several the latest one holds."""
    standing = {act["n"]: act for act in acts}
    put_right: set[int] = set()
    for n in sorted(standing, reverse=True):
        act = standing.get(n)
        if act is None or act["kind"] != "entry-corrected":
            continue
        wrong = act["corrects"]
        if not 0 <= wrong < n or wrong in put_right or wrong not in standing:
            continue
        put_right.add(wrong)
        if act["replacement"] is None:
            del standing[wrong]
        else:
            standing[wrong] = {**act["replacement"], "n": wrong}
    return sorted(standing.values(), key=place)


def replayed(acts: Iterable[Act]) -> Standing:
    """Return what acts add up to; one that contradicts the record counts for nothing."""
    now = Standing()
    history = now.history = corrected(acts)
    receipts = any(act["kind"] == "complaint-received" for act in history)
    for act in history:
        problem = _contradicts(now, act, receipts) or _take(now, act)
        if problem:
            now.against.add((problem, act["n"]))
        else:
            now.taken.append(act)
    # One that was asked for after a withdrawal of its day is taken before it, and was not early.
    requested = now.stages[2].opened if now.early else {}
    if now.early and not (now.early.ended and _changed_mind(requested, now.early.ended)):
        now.against.add(("escalated early", requested["n"]))
    return now


def _changed_mind(requested: Act, ended: Act) -> bool:
    """Say whether stage 2 was asked for on the day of a withdrawal, after it."""
    withdrawn = ended["kind"] == "complaint-withdrawn"
    return withdrawn and requested["on"] == ended["on"] and since(requested, ended)


def _contradicts(now: Standing, act: Act, receipts: bool) -> str | None:
    number = act.get("stage")
    if act["kind"] == "entry-corrected":
        return None if 0 <= act["corrects"] < act["n"] else "corrects nothing"
    if number is not None and number not in (1, 2):
        return "no stage of that number"
    if act["kind"] == "complaint-received":
        return "done already" if now.stages else None
    if not now.stages:
        return "before the receipt" if receipts else "nothing received"
    if (number or 1) not in now.stages:
        return "stage 2 not requested"
    return None


def _take(now: Standing, act: Act) -> str | None:
    """Take an act; return the rule it contradicts the record by."""
    match act["kind"]:
        case "complaint-received":
            now.stages[1] = Stage(1, act, year_of(act["on"]))
        case "escalation-requested":
            return _escalated(now, act)
        case "complaint-refused":
            now.at_stage[act["n"]] = now.stages[1]
            return _refused(now.stages[1], act)
        case "escalation-refused":
            if 2 not in now.stages:
                return "stage 2 not requested"
            now.at_stage[act["n"]] = now.stages[2]
            return _refused(now.stages[2], act)
        case "refusal-overturned":
            return _overturned(now, act)
        case "complaint-withdrawn":
            now.at_stage[act["n"]] = now.stages[1]
            return _withdrawn(now, act)
        case "case-closed":
            now.met[act["n"]] = list(now.stages.values())
            if now.closed:
                return "done already"
            now.closed = not any(since(s.start, act) for s in now.stages.values())
        case kind if kind in FOLLOWS:
            return _follows(now, act)
        case _ if "stage" in act:
            now.at_stage[act["n"]] = stage = now.stages[act["stage"]]
            problem = _at_stage(stage, act)
            if stage.answered is act and not now.stages[1].over:
                now.stages[1].overtaken = act
            return problem
        case _:
            pass
    return None


def _at_stage(stage: Stage, act: Act) -> str | None:
    """Take what happened at a stage; once that is over it counts for no clock."""
    kind = act["kind"]
    if kind == "handler-assigned":
        stage.handlers.append(act)
    if stage.ended:
        return None
    if kind == "complaint-acknowledged":
        if act.get("automatic"):
            return "mailbox answered itself"
        if stage.acknowledged:
            return "done already"
        stage.acknowledged = act
    elif kind == "complaint-logged":
        if stage.logged:
            return "done already"
        stage.logged = act
    elif kind == "complaint-defined":
        if any(_same(act, earlier) for earlier in stage.defined):
            return "done already"
        stage.defined.append(act)
    elif kind == "response-extended":
        stage.extended.append(act)
    elif kind == "response-issued":
        if stage.answered:
            return "done already"
        stage.answered = act
    return None


def _same(act: Act, other: Act) -> bool:
    return {**act, "n": 0} == {**other, "n": 0}


def _escalated(now: Standing, act: Act) -> str | None:
    first, second = now.stages[1], now.stages.get(2)
    if second:
        answers = [a for a in now.history if a["kind"] == "response-issued" and a["stage"] == 2]
        that_day = [a for a in answers if a["on"] == act["on"] and a["n"] < act["n"]]
        answered = second.answered or (that_day and not second.ended)
        return "third stage" if answered else "done already"
    overdue = first.year == "2024" and overdue_on(first, act["on"])
    if not first.over and first.year != "none" and not overdue:
        now.early = first
    now.stages[2] = Stage(2, act, year_of(first.opened["on"], act["on"]))
    now.closed = False
    return None


def _refused(stage: Stage, act: Act) -> str | None:
    if stage.ended and stage.ended["kind"] == act["kind"]:
        return "done already"
    if not stage.over:
        stage.ended = act
    return None


def _overturned(now: Standing, act: Act) -> str | None:
    old = now.stages[act["stage"]]
    if not old.ended or old.ended["kind"] == "complaint-withdrawn":
        return "nothing refused"
    now.past.append(old)
    now.stages[old.number] = Stage(
        old.number, old.opened, old.year, reopened=act, handlers=old.handlers
    )
    now.closed = False
    return None


def _withdrawn(now: Standing, act: Act) -> str | None:
    still_open = [s for s in now.stages.values() if not s.over and not since(s.start, act)]
    if now.withdrawn and not still_open:
        return "done already"
    for stage in still_open:
        stage.ended = act
    now.withdrawn = True
    return None


def _follows(now: Standing, act: Act) -> str | None:
    name, kind = FOLLOWS[act["kind"]]
    number = act.get(name)
    if number is None:
        return None
    if not any(each["n"] == number and each["kind"] == kind for each in now.taken):
        return "takes up nothing"
    if number in now.done:
        return "done already"
    if act["kind"] != "action-updated":
        now.done[number] = act
    return None


def points(now: Standing, stage: Stage, at: Act | None = None) -> list[str]:
    """Return what has to be answered, at an answer or now: as defined, and added since."""
    defined = [d for d in stage.defined if at is None or place(d) < place(at)]
    last = defined[-1] if defined else None
    found: list[str] = list(last.get("points", ())) if last else []
    if last is None and stage.number == 2:
        found = points(now, now.stages[1], at)
    added = now.of_kind("issue-added", stage=stage.number)
    return found + [
        act.get("point", "")
        for act in added
        if since(act, last or stage.opened) and (at is None or not since(act, at))
    ]

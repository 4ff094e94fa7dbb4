"""What the Code's procedure allows on a case: a second opinion, beside casetrack's own.

Written from sections 1 to 4 of the domain's description and the list of facts, never from
casetrack's rules. Acts are plain dicts; the whole history is gone through afresh for each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from model_clocks import Act, tells
from model_days import between
from model_handling import people_of_stage_1
from model_history import Standing, place, replayed
from model_needs import unfit_handlers, unfulfilled, unmet_by_extensions
from model_table import BREACH, IMPOSSIBLE, RULES, cited

DAYS_TO_COME = ("until", "due_on", "evidence_due_on", "promised_on")
"""fields with a day on which something is to be done; all other days have been"""


class Against(NamedTuple):
    """What stands against an act."""

    rule: str
    kind: str
    code: str
    provision: str
    n: int
    """the number of the act it stands against: an act can make an earlier one wrong"""


@dataclass(frozen=True)
class Answer:
    """What the model says to an act."""

    against: frozenset[Against]
    act: Act
    """with its number, and what casetrack fills in"""
    standing: Standing
    """what the history adds up to with it"""

    @property
    def kind(self) -> str:
        """How it stands: impossible, breach or none."""
        kinds = {each.kind for each in self.against}
        return IMPOSSIBLE if IMPOSSIBLE in kinds else BREACH if kinds else "none"

    def saved(self, happened: bool) -> bool:
        """Say whether it goes on record: a breach does once it has happened."""
        return self.kind == "none" or (self.kind == BREACH and happened)


class Model:
    """One case, as the Code sees it."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self.roles = roles
        """who works for the landlord: name → handler, manager, auditor"""
        self.acts: list[Act] = []
        self.standing = Standing()

    def weigh(self, act: Act, *, today: date, because: str, who: str) -> Answer:
        """Say what stands against recording an act today."""
        act = self._filled({**act, "n": len(self.acts)}, who)
        acts = [*self.acts, act]
        then = replayed(acts)
        then.against.update(unfit_handlers(then))
        if then.year != "none":
            then.against.update(unfulfilled(then))
            then.against.update(unmet_by_extensions(then))
        known = {(RULES[rule].code, n) for rule, n in self.standing.against}
        new = {(rule, n) for rule, n in then.against if (RULES[rule].code, n) not in known}
        new |= {(rule, act["n"]) for rule in self._by_the_day(act, today, because, who)}
        new = _said_once(act, new)
        effective = {each["n"]: each for each in then.taken}
        return Answer(
            frozenset(self._against(rule, effective.get(n) or acts[n], then) for rule, n in new),
            act,
            then,
        )

    def accept(self, answer: Answer) -> None:
        """Take an act onto the record."""
        self.acts.append(answer.act)
        self.standing = answer.standing

    def may_have_stage_2(self, who: str) -> bool:
        """Say whether somebody may be given stage 2."""
        return (
            not self._no_handler(who)
            and who not in people_of_stage_1(self.standing)
            and not any(act["person"] == who for act in self.standing.of_kind("conflict-declared"))
        )

    def _filled(self, act: Act, who: str) -> Act:
        """Return an act with who decided and what they are, which the record keeps with it."""
        filled = dict(act)
        named = [act[name] for name in _DID.get(act["kind"], ()) if act.get(name)]
        filled["unfit_people"] = any(map(self._no_handler, named))
        if act["kind"] in ("complaint-refused", "escalation-refused"):
            filled["decided_by"] = act.get("decided_by") or who
            filled["decider_role"] = self.roles.get(filled["decided_by"])
        elif act["kind"] == "handler-assigned":
            filled["unfit"] = self._no_handler(act["handler"])
        elif act["kind"] == "response-extended":
            filled["approver_role"] = self.roles.get(act.get("approved_by", ""))
        elif act["kind"] == "response-signed-off":
            filled["role"] = self.roles.get(act["signed_off_by"])
        elif act["kind"] == "entry-corrected" and act["replacement"] is not None:
            filled["replacement"] = self._filled({"n": -1, **act["replacement"]}, who)
        return filled

    def _by_the_day(self, act: Act, today: date, because: str, who: str) -> set[str]:
        """Return what stands against recording an act today, whatever it is."""
        found = set()
        if any(day > today for day in _past_days(act)):
            found.add("day to come")
        if act["on"] < today and between(act["on"], today) > 1 and not tells(because):
            found.add("entered late without a reason")
        if self._no_handler(who):
            found.add("recorder has no right")
        return found

    def _no_handler(self, who: str) -> bool:
        """Say whether somebody is unknown here, or an auditor, who only reads."""
        return self.roles.get(who, "auditor") == "auditor"

    @staticmethod
    def _against(rule: str, act: Act, then: Standing) -> Against:
        own = RULES[rule]
        refused = act["kind"] == "escalation-refused" and own.kind == BREACH and any(own.provisions)
        number = cited(rule, _stage_of(act, then), then.year, escalation_refused=refused)
        return Against(rule, own.kind, own.code, number, act["n"])


_DID = {
    # kind: who is said to have done what has to be done by somebody who handles complaints
    "response-signed-off": ("signed_off_by",),
    "response-extended": ("approved_by",),
    "response-issued": ("decided_by", "reviewed_by"),
    "complaint-refused": ("decided_by",),
    "escalation-refused": ("decided_by",),
}


def _said_once(act: Act, found: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return what stands against taking an act out: all that leans on it as one thing."""
    if act["kind"] != "entry-corrected" or act["replacement"] is not None:
        return found
    leaning = {(r, n) for r, n in found if n != act["n"] and RULES[r].kind == IMPOSSIBLE}
    return found - leaning | ({("leant on", act["n"])} if leaning else set())


def _stage_of(act: Act, then: Standing) -> int:
    """Return the stage an act is cited for: news of an action for the action's own."""
    if act["kind"] == "action-updated":
        act = next((a for a in then.of_kind("action-agreed") if a["n"] == act["action"]), act)
    by_itself = 2 if act["kind"] in ("escalation-requested", "escalation-refused") else 1
    return min(max(int(act.get("stage", by_itself)), 1), 2)


def _past_days(act: Act) -> list[date]:
    days = [
        value for name, value in act.items() if isinstance(value, date) and name not in DAYS_TO_COME
    ]
    if act["kind"] == "entry-corrected" and act["replacement"] is not None:
        days.extend(_past_days(act["replacement"]))
    return days


__all__ = ["Against", "Answer", "Model", "place"]

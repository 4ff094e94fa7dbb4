"""Acts as a handler would write them: complete, with one thing missing, or out of all order."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from model_clocks import Act, Stage, due_days
from model_days import after
from model_history import FOLLOWS, Standing, points
from model_table import STATEMENTS

ROLES = {
    "amy": "handler",
    "ben": "handler",
    "cat": "handler",
    "dan": "handler",
    "mia": "manager",
    "max": "manager",
    "eve": "auditor",
}
"""who works here; amy writes everything down"""
WHO = (*ROLES, "zoe")
"""zoe is nobody's name here"""

Fields = dict[str, Any]


class Desk:
    """Whoever writes acts down: knows the case and the day, and never what is allowed."""

    def __init__(self, now: Standing, today: date) -> None:
        self.now = now
        self.today = today

    def complete(self, kind: str, stage: int, on: date, which: int = 0) -> Act:
        """Return an act of a kind with everything it needs, as far as that can be known."""
        fields: Fields = {}
        if kind in _OF_A_STAGE:
            fields["stage"] = stage
        if kind in FOLLOWS:
            name, of = FOLLOWS[kind]
            fields[name] = self.open_number(of, which)
        write = _WRITTEN.get(kind)
        if write:
            fields |= write(self, stage, on, which)
        return {"kind": kind, "on": on, **fields}

    def open_number(self, kind: str, which: int) -> int:
        """Return the number of an act that is still to be dealt with; of none, a wrong one."""
        still = [a["n"] for a in self.now.of_kind(kind) if a["n"] not in self.now.done]
        return still[which % len(still)] if still else which

    def stage(self, number: int) -> Stage | None:
        """Return a stage as the record has it."""
        return self.now.stages.get(number)


def _receipt(desk: Desk, stage: int, on: date, which: int) -> Fields:
    someone = {"made_by": "representative", "representative": "Ms Ode", "authority": "awaited"}
    return {
        "channel": "email",
        "first_reached": "repairs desk",
        "resident": "Mr Bell",
        "words": "The roof still leaks.",
        "impact": "Two rooms cannot be used.",
        "adjustments_asked": True,
        **(someone if which == 1 else {}),
    }


def _triage(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {
        "route": ("investigation", "early-response")[which % 2],
        "complexity": "standard",
        "vulnerability": "none known",
        "risk": "none known",
        "urgent_action": "none needed",
    }


def _refusal(desk: Desk, stage: int, on: date, which: int) -> Fields:
    received = desk.now.stages[1].opened["on"] if desk.now.stages else on
    ground = (
        {
            "ground": "over-12-months",
            "issue_on": _a_year_before(received) - timedelta(days=1),
            "aware_on": _a_year_before(received) - timedelta(days=1),
            "discretion": "nothing kept the resident from complaining",
        },
        {
            "ground": "legal-proceedings",
            "claim_form_filed_on": received,
            "particulars_filed_on": received,
        },
        {"ground": "already-considered", "considered_in": "2023/0001"},
        {"ground": "other", "fair_because": "the landlord has left the area", "decided_by": "mia"},
    )[which % 4]
    return {
        "reason": "outside the policy",
        "explanation": "this complaint is about another landlord",
        "evidence": "tenancy file",
        "letter_sent_on": on,
        "ombudsman_details_given": True,
        **ground,
    }


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _definition(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {
        "points": ["roof", "delay", "staff"][: 1 + which % 3],
        "outcomes_sought": ["repair"],
        "responsible_for": "the roof",
        "not_responsible_for": "nothing",
        "means": ("email", "phone")[which == 4],
        "note": "read out and agreed",
    }


def _acknowledgement(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {"means": ("email", "letter", "phone")[which % 3], "policy_link_given": True}


def _handler(desk: Desk, stage: int, on: date, which: int) -> Fields:
    free = [name for name in ("ben", "cat", "dan") if _free(desk.now, name)]
    if which >= 7:
        return {"handler": WHO[(which + on.day) % len(WHO)]}
    return {"handler": "ben" if stage == 1 else (free or ["dan"])[0]}


def _free(now: Standing, name: str) -> bool:
    of_stage_1 = [a["handler"] for a in now.of_kind("handler-assigned", stage=1)]
    conflicted = [a["person"] for a in now.of_kind("conflict-declared")]
    return name not in (*of_stage_1, *conflicted)


def _extension(desk: Desk, stage: int, on: date, which: int) -> Fields:
    at = desk.stage(stage)
    dues = due_days(at)[0] if at else []
    due = dues[-1] if dues else on
    limit = at.more_days if at else 10
    last = after(dues[0], limit) if dues else after(on, limit)
    days = (after(due, 5), last, after(due, 1), due + timedelta(days=1), after(last, 1))
    # The same number chose that it is extended at all: the day is to differ all the same.
    how = (which + on.day) % len(days)
    return {
        "until": days[how],
        "resident_told_on": on,
        "means": "email",
        "reasons": "the surveyor's report is awaited",
        "reason_kind": ("survey-or-report", "workload")[which == 3],
        "ombudsman_details_given": True,
        **({"good_reason": "asbestos was found", "approved_by": "mia"} if how == 4 else {}),
    }


def _answer(desk: Desk, stage: int, on: date, which: int) -> Fields:
    at = desk.stage(stage)
    wanted = points(desk.now, at) if at else []
    return {
        "outcome": ("upheld", "partly-upheld", "not-upheld")[which % 3],
        "means": "letter",
        "states": list(STATEMENTS),
        "answers": [
            {"point": n, "decision": "upheld", "reasons": "the inspection shows it"}
            for n in range(1, len(wanted) + 1)
        ],
        "heard_resident": True,
        "no_remedy_because": "nothing went wrong",
        "no_actions_outstanding": True,
        "staff_involved": [] if which == 4 else ["the surveyor"],
        "reviewed_by": "" if which == 3 else "mia",
        **({"decided_by": ("ben", "cat")[stage == 2]} if which == 2 else {}),
    }


def _escalation(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {
        "channel": "phone",
        "words": "I am not satisfied.",
        "effort_to_understand": "called twice",
    }


def _withdrawal(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {
        "words": "It is mended, leave it.",
        "proposed_by": "resident",
        "confirmed_on": on,
        "ombudsman_details_given": True,
    }


def _sign_off(desk: Desk, stage: int, on: date, which: int) -> Fields:
    if which >= 7:
        return {"signed_off_by": WHO[(which + on.day) % len(WHO)]}
    return {"signed_off_by": "mia" if stage == 1 else "max"}


def _remedy(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {
        "remedy": "apology",
        "what": "a letter of apology",
        "owner": "ben",
        "due_on": after(on, 3),
        "reflects": "months of worry",
    }


def _action(desk: Desk, stage: int, on: date, which: int) -> Fields:
    return {"what": "mend the roof", "owner": "ben", "due_on": after(on, 4)}


def _learning(desk: Desk, stage: int, on: date, which: int) -> Fields:
    if which % 2:
        return {"no_change_because": "nothing went wrong"}
    return {"change": "look after storms", "owner": "mia", "due_on": after(on, 20)}


_WRITTEN: dict[str, Callable[[Desk, int, date, int], Fields]] = {
    "complaint-received": _receipt,
    "choice-offered": lambda *_: {"chose": "complaint"},
    "triage-assessed": _triage,
    "complaint-refused": _refusal,
    "escalation-refused": _refusal,
    "complaint-defined": _definition,
    "complaint-acknowledged": _acknowledgement,
    "handler-assigned": _handler,
    "conflict-declared": lambda d, s, o, which: {"person": WHO[which % 8]},
    "response-extended": _extension,
    "response-drafted": lambda d, s, o, which: {
        "drafted_by": ("Roof Ltd", "ben", "cat")[which % 3],
        "contractor": which % 3 == 0,
    },
    "response-signed-off": _sign_off,
    "response-issued": _answer,
    "escalation-requested": _escalation,
    "complaint-withdrawn": _withdrawal,
    "issue-added": lambda *_: {"point": "the gutter", "related": True},
    "update-interval-agreed": lambda d, s, o, which: {
        "every_working_days": 2 + which,
        "agreed_with_resident": True,
    },
    "resident-updated": lambda *_: {"about": "the surveyor comes next week"},
    "letter-drafted": lambda *_: {"letter": "action-update"},
    "letter-issued": lambda *_: {
        "letter": "action-update",
        "means": "email",
        "ombudsman_details_given": True,
    },
    "remedy-offered": _remedy,
    "action-agreed": _action,
    "action-updated": lambda d, s, on, which: {
        "state": "the scaffold is up",
        "resident_told_on": on,
        **({"due_on": after(on, 6)} if which % 2 else {}),
    },
    "learning-recorded": _learning,
    "ombudsman-enquiry": lambda d, s, on, which: {"evidence_due_on": after(on, 15)},
    "determination-received": lambda *_: {"finding": "service-failure"},
    "order-made": lambda d, s, on, which: {"what": "pay", "due_on": after(on, 20)},
}
_OF_A_STAGE = frozenset(
    {
        *("refusal-overturned", "complaint-logged", "complaint-defined", "complaint-acknowledged"),
        *("handler-assigned", "response-extended", "response-issued", "response-drafted"),
        *("response-signed-off", "issue-added", "update-interval-agreed", "resident-updated"),
        *("letter-drafted", "letter-issued", "remedy-offered", "action-agreed"),
        "learning-recorded",
    }
)
KINDS = tuple(sorted({*_WRITTEN, *_OF_A_STAGE, *FOLLOWS, "case-closed"} - {"complaint-received"}))

"""What one save of a new complaint records: the facts of the case, and those of its resident.

Knows which facts a complaint, a service request and a refusal begin with, and on which day each
happened; never how they were typed, and no rule: what they lack is said by whoever judges them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from casetrack.domain import facts as f
from casetrack.domain.codec import from_plain
from casetrack.domain.facts import Fact
from casetrack.domain.facts.terms import Choice, Maker, Route

REFUSE: Final = "refuse"
"""the way to handle it that is no route: it is not taken"""

_IN_A_TALK: Final = frozenset({"phone", "in person"})
"""the choice was offered while it was told, not when it was read"""
_RECEIPT: Final = (
    *("channel", "first_reached", "made_by", "resident", "resident_reference", "representative"),
    *("authority", "address", "tenure", "category", "service_area", "words", "impact"),
    *("outcome_sought", "adjustments_asked", "separate_because"),
)
_REQUEST: Final = (
    *("channel", "resident", "resident_reference", "address", "tenure", "category"),
    *("service_area", "words"),
)
_TRIAGE: Final = (
    *("complexity", "vulnerability", "risk", "urgent_action"),
    *("confirmed_in_writing_on", "next_steps"),
)
_REFUSAL: Final = (
    *("reason", "ground", "explanation", "evidence", "issue_on", "aware_on", "discretion"),
    *("claim_form_filed_on", "particulars_filed_on", "considered_in", "fair_because"),
    *("decided_by", "letter_sent_on", "ombudsman_details_given"),
)
_REVIEW: Final = ("review_on",)
_OF_THE_RESIDENT: Final = ("address", "tenure", "preferred_contact")

ASKED_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        # what stands against it → the value that cures it
        "channel-missing": "channel",
        "words-missing": "words",
        "resident-missing": "resident",
        "first-reached-missing": "first_reached",
        "impact-missing": "impact",
        "adjustments-not-asked": "adjustments_asked",
        "representative-missing": "representative",
        "authority-missing": "authority",
        "separate-without-reason": "separate_because",
        "choice-unanswered": "choice",
        "choice-not-offered": "choice",
        "chose-to-complain": "route",
        "route-missing": "route",
        "not-confirmed-in-writing": "confirmed_in_writing_on",
        "next-steps-missing": "next_steps",
        "complexity-not-weighed": "complexity",
        "vulnerability-not-weighed": "vulnerability",
        "risk-not-weighed": "risk",
        "urgent-action-not-weighed": "urgent_action",
        "reason-missing": "reason",
        "ground-missing": "ground",
        "evidence-missing": "evidence",
        "individual-reasons-missing": "explanation",
        "dates-unknown": "issue_on",
        "within-12-months": "issue_on",
        "discretion-not-considered": "discretion",
        "proceedings-not-filed": "claim_form_filed_on",
        "considered-where": "considered_in",
        "manager-needed": "decided_by",
        "fairness-missing": "fair_because",
        "letter-missing": "letter_sent_on",
        "without-ombudsman-details": "ombudsman_details_given",
        "review-missing": "review_on",
        "recorded-late-without-reason": "because",
        "in-the-future": "received_on",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A new complaint as it was typed, as plain values by their names."""

    values: Mapping[str, Any] = field(repr=False)
    """the fields of the receipt, the triage and the refusal; received_on, choice, route, handler"""
    today: date

    @property
    def received_on(self) -> date:
        """The day it was received: today where that is not said."""
        day = self.values.get("received_on")
        return date.fromisoformat(day) if day else self.today

    @property
    def route(self) -> str:
        """How it is handled: a route of the triage, or that it is refused; "" for not decided."""
        return str(self.values.get("route") or "")

    @property
    def is_request(self) -> bool:
        """Whether it is taken as a service request."""
        return self.route == Route.SERVICE_REQUEST

    @property
    def receipt(self) -> Fact:
        """What opens the case. Raises BadInput for values it does not take."""
        kind = "service-request-received" if self.is_request else "complaint-received"
        named = self._of(_REQUEST if self.is_request else _RECEIPT)
        return from_plain(kind, self.received_on, named)

    def facts(self) -> tuple[Fact, ...]:
        """Return what is recorded on the new case. Raises BadInput for values it does not take."""
        facts = [self.receipt]
        if choice := self.values.get("choice"):
            talk = self.values.get("channel") in _IN_A_TALK
            offered_on = self.received_on if talk else self.today
            facts.append(from_plain("choice-offered", offered_on, {"chose": choice}))
        if self.is_request:
            return (*facts, self._triage())
        facts.append(f.ComplaintLogged(happened_on=self.today, stage=1))
        if self.route == REFUSE:
            facts.append(from_plain("complaint-refused", self.today, self._of(_REFUSAL)))
        else:
            facts.append(self._triage())
        if handler := str(self.values.get("handler") or "").strip():
            facts.append(f.HandlerAssigned(happened_on=self.today, stage=1, handler=handler))
        return tuple(facts)

    def of_the_resident(self) -> tuple[Fact, ...]:
        """Return what is recorded on the resident's own record: what opens it, what was agreed.

        Nothing where they have none and want none. Raises BadInput for values it does not take.
        """
        registration, adjustment = self._registration(), self._adjustment()
        has_one = registration is not None or self.values.get("resident_reference")
        found = (registration, adjustment if has_one else None)
        return tuple(fact for fact in found if fact is not None)

    def _registration(self) -> Fact | None:
        known = self.values.get("resident_reference") or not self.values.get("resident")
        if known or not self.values.get("keep") or self.values.get("made_by") == Maker.GROUP:
            return None
        held = {"name": self.values["resident"], **self._of(_OF_THE_RESIDENT)}
        return from_plain("resident-registered", self.today, held)

    def _adjustment(self) -> Fact | None:
        """Return the adjustment agreed while it was told (5.10)."""
        what = str(self.values.get("adjustment") or "").strip()
        if not what:
            return None
        return from_plain("adjustment-agreed", self.today, {"what": what, **self._of(_REVIEW)})

    def _triage(self) -> Fact:
        route = {"route": self.route} if self.route else {}
        return from_plain("triage-assessed", self.today, {**route, **self._of(_TRIAGE)})

    def _of(self, names: tuple[str, ...]) -> dict[str, Any]:
        return {
            name: self.values[name] for name in names if self.values.get(name) not in (None, "")
        }


def route_after(choice: str, route: str) -> str:
    """Return how a complaint is handled once the resident chose; a refusal stays one (1.3)."""
    if choice == Choice.SERVICE_REQUEST:
        return Route.SERVICE_REQUEST
    if choice == Choice.COMPLAINT and route == Route.SERVICE_REQUEST:
        return Route.INVESTIGATION
    return route

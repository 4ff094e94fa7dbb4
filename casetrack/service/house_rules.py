"""What a landlord's own rules ask for on the day something is recorded.

They change with the settings and with who works there, so what they asked is written into the
fact itself: a rule of today judges nothing that was done under yesterday's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from casetrack.domain import facts as f
from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.facts import Fact
from casetrack.domain.facts.terms import RefusalGround, SignOff
from casetrack.domain.landlord import Users
from casetrack.domain.procedure.people import UNFIT
from casetrack.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffRule:
    """One cell of the landlord's matrix: who signs off a response of a stage and service area."""

    stage: int
    by: SignOff
    service_area: str = ""
    """"" is every one that has no cell of its own"""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """The landlord's settings that bear on what may be recorded."""

    contact_attempts: int = 0
    """how often to try a resident before acknowledging without having spoken to them"""
    refusal_grounds: Mapping[str, RefusalGround]
    """the landlord's own reasons for refusing → what of the Code they lean on"""
    sign_off: tuple[SignOffRule, ...] = ()

    def filled_in(self, fact: Fact, users: Users, service_area: str, recorder: str) -> Fact:
        """Return a fact with what the landlord's rules ask for and who its people are.

        Raises BadInput for a refusal's reason that is not on the landlord's list.
        """
        filled = self._by_its_kind(fact, users, service_area, recorder)
        return replace(filled, **_unfit(fact, users))

    def _by_its_kind(self, fact: Fact, users: Users, service_area: str, recorder: str) -> Fact:
        match fact:
            case f.ComplaintAcknowledged():
                return replace(fact, contact_attempts_needed=self.contact_attempts)
            case f.HandlerAssigned():
                return replace(fact, unfit=users.unfit(fact.handler))
            case f.Refusal():
                decider = fact.decided_by or recorder
                return replace(
                    fact,
                    ground=fact.ground or self._ground(fact.reason),
                    decided_by=decider,
                    decided_by_role=users.role_of(decider),
                )
            case f.ResponseExtended():
                return replace(fact, approved_by_role=users.role_of(fact.approved_by))
            case f.ResponseIssued():
                return replace(fact, sign_off_needed=self._needed(fact.stage, service_area))
            case f.EntryCorrected(replacement=inside) if inside is not None:
                filled = self.filled_in(inside, users, service_area, recorder)
                return replace(fact, replacement=filled)
            case _ if fact.kind == "response-signed-off":
                return replace(fact, role=users.role_of(fact.signed_off_by))  # type: ignore
            case _:
                return fact

    def _ground(self, reason: str) -> RefusalGround | None:
        if not reason.strip() or not self.refusal_grounds:
            return None
        by_word = {fold(own): ground for own, ground in self.refusal_grounds.items()}
        if fold(reason) not in by_word:
            raise BadInput(
                f'"{reason}" is no reason on the landlord\'s list ([refusals] in casetrack.toml).'
                f"{nearest(reason, self.refusal_grounds)} The reasons are: "
                f"{', '.join(self.refusal_grounds)}; or name the ground itself."
            )
        return by_word[fold(reason)]

    def _needed(self, stage: int, service_area: str) -> SignOff | None:
        of_stage = [rule for rule in self.sign_off if rule.stage == stage]
        own = [rule for rule in of_stage if rule.service_area == service_area and service_area]
        every = [rule for rule in of_stage if not rule.service_area]
        return next((rule.by for rule in (*own, *every)), None)


def _unfit(fact: Fact, users: Users) -> dict[str, Any]:
    """Return why whoever is named to have signed, agreed, decided or reviewed could not today.

    Whoever records it is asked for their right to do so, and not once more.
    """
    return {
        held: users.unfit(person) if (person := getattr(fact, name).strip()) else None
        for name, held in UNFIT.items()
        if hasattr(fact, held)
    }


def as_they_were(fact: Fact, before: Fact | None) -> Fact:
    """Return a correction with its people as they were when what it corrects was recorded.

    Somebody who has left since could do it all the same; whoever is named anew is judged anew.
    """
    if not isinstance(fact, f.EntryCorrected) or fact.replacement is None or before is None:
        return fact
    inside = fact.replacement
    if inside.kind != before.kind:
        return fact
    kept: dict[str, Any] = {
        filled: getattr(before, filled)
        for person, of_person in _OF_PEOPLE.items()
        if hasattr(before, person) and getattr(before, person) == getattr(inside, person)
        for filled in of_person
        if hasattr(before, filled)
    }
    return replace(fact, replacement=replace(inside, **kept)) if kept else fact


_OF_PEOPLE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "handler": ("unfit",),
        "signed_off_by": ("signed_off_by_unfit", "role"),
        "approved_by": ("approved_by_unfit", "approved_by_role"),
        "decided_by": ("decided_by_unfit", "decided_by_role"),
        "reviewed_by": ("reviewed_by_unfit",),
    }
)
"""Who a fact names → what is filled in of them."""

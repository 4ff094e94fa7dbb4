"""A case before the Ombudsman."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, Fact
from casetrack.domain.facts.terms import Determination, OrderKind


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OmbudsmanEnquiry(Fact):
    """The Ombudsman asks about a complaint."""

    kind: ClassVar[str] = "ombudsman-enquiry"
    ombudsman_reference: str = ""
    asks: str = field(default="", metadata=PERSONAL)
    evidence_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EvidenceSent(Fact):
    """What the Ombudsman asked for was sent."""

    kind: ClassVar[str] = "evidence-sent"
    enquiry: int
    """the number of the entry with the enquiry"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeterminationReceived(Fact):
    """The Ombudsman decided."""

    kind: ClassVar[str] = "determination-received"
    finding: Determination | None = None
    about: str = field(default="", metadata=PERSONAL)
    """the part of the complaint it is about, where there are several"""
    breached: tuple[str, ...] = ()
    """the numbers of the provisions of the Code that were found breached (8.1 c)"""
    ombudsman_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderMade(Fact):
    """The Ombudsman ordered or recommended something."""

    kind: ClassVar[str] = "order-made"
    order: OrderKind = OrderKind.ORDER
    what: str = field(default="", metadata=PERSONAL)
    due_on: date | None = None
    owner: str = ""
    amount_pence: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OrderComplied(Fact):
    """What the Ombudsman ordered or recommended has been done."""

    kind: ClassVar[str] = "order-complied"
    order: int
    """the number of the entry with the order"""
    evidence: str = field(default="", metadata=PERSONAL)

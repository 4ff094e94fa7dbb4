"""What happens between the receipt of a complaint and its answer."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, Fact, StageFact
from casetrack.domain.facts.terms import Choice, Complexity, Role, Route, Unfit


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ServiceRequestReviewed(Fact):
    """Somebody looked at a service request that is still open (1.4)."""

    kind: ClassVar[str] = "service-request-reviewed"
    reviewed_by: str = ""
    found: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ServiceRequestClosed(Fact):
    """What a service request asked for was answered or done."""

    kind: ClassVar[str] = "service-request-closed"
    answer: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ChoiceOffered(Fact):
    """A dissatisfied resident was offered the choice to complain (1.3)."""

    kind: ClassVar[str] = "choice-offered"
    chose: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TriageAssessed(Fact):
    """It was decided how to handle what came in (1.4, 6.1)."""

    kind: ClassVar[str] = "triage-assessed"
    route: Route | None = None
    complexity: Complexity | None = None
    vulnerability: str = field(default="", metadata=PERSONAL)
    """what is known of it, or "none known" (6.1)"""
    risk: str = field(default="", metadata=PERSONAL)
    """what may happen meanwhile, or "none known" (6.1)"""
    urgent_action: str = field(default="", metadata=PERSONAL)
    """what is done at once"""
    confirmed_in_writing_on: date | None = None
    """of a service request: when the resident was told what it is taken as (1.4)"""
    next_steps: str = field(default="", metadata=PERSONAL)
    """of a service request: what the landlord will do by when (1.4)"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseClassified(Fact):
    """What a case is about, where that was not known at first or has turned out otherwise."""

    kind: ClassVar[str] = "case-classified"
    category: str = ""
    service_area: str = ""
    cause: str = ""
    """what went wrong at the root"""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ClarificationSought(StageFact):
    """The resident was asked about what is unclear in the complaint (5.6)."""

    kind: ClassVar[str] = "clarification-sought"
    about: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ContactAttempted(Fact):
    """Somebody tried to speak to the resident."""

    kind: ClassVar[str] = "contact-attempted"
    channel: str = ""
    reached: bool = False
    note: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConflictDeclared(Fact):
    """Somebody has an interest in the matter and may not decide it (5.8 c)."""

    kind: ClassVar[str] = "conflict-declared"
    person: str
    nature: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UpdateIntervalAgreed(StageFact):
    """It was agreed with the resident how often they hear from the landlord (5.9)."""

    kind: ClassVar[str] = "update-interval-agreed"
    every_working_days: int
    agreed_with_resident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResidentUpdated(StageFact):
    """The resident was told where the complaint stands (5.9, 6.6)."""

    kind: ClassVar[str] = "resident-updated"
    about: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IssueAdded(StageFact):
    """A further issue was taken into the case (6.8)."""

    kind: ClassVar[str] = "issue-added"
    point: str = field(default="", metadata=PERSONAL)
    related: bool = False
    """it belongs with what is already complained of"""
    delays_response: bool = False
    """taking it in would delay the response unreasonably"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseDrafted(StageFact):
    """A response was drafted; a contractor's draft is looked at before it goes out (5.4, 5.5)."""

    kind: ClassVar[str] = "response-drafted"
    drafted_by: str = ""
    contractor: bool = False
    """somebody outside the landlord drafted it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseSignedOff(StageFact):
    """Somebody agreed to a response before it went out."""

    kind: ClassVar[str] = "response-signed-off"
    signed_off_by: str
    role: Role | None = None
    """what that person was on the day; filled in by casetrack"""
    signed_off_by_unfit: Unfit | None = None
    """why that person could not do it on the day; filled in by casetrack"""

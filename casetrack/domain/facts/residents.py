"""What is known of a resident, and holds for each of their cases."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, ResidentFact
from casetrack.domain.facts.terms import Authority, Reviewed


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResidentRegistered(ResidentFact):
    """Who the resident is and how to reach them; recorded anew, what it says takes the place."""

    kind: ClassVar[str] = "resident-registered"
    name: str = field(default="", metadata=PERSONAL)
    address: str = field(default="", metadata=PERSONAL)
    household: str = ""
    """what the people of one household have in common, such as a tenancy number"""
    tenure: str = ""
    email: str = field(default="", metadata=PERSONAL)
    phone: str = field(default="", metadata=PERSONAL)
    preferred_contact: str = field(default="", metadata=PERSONAL)
    """how and when they wish to be reached"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RepresentativeAuthorised(ResidentFact):
    """Somebody may speak for the resident (1.3, 3.6)."""

    kind: ClassVar[str] = "representative-authorised"
    name: str = field(default="", metadata=PERSONAL)
    relationship: str = field(default="", metadata=PERSONAL)
    authority: Authority | None = None
    until: date | None = None
    contact: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RepresentativeEnded(ResidentFact):
    """Somebody no longer speaks for the resident."""

    kind: ClassVar[str] = "representative-ended"
    representative: int
    """the number of the entry that authorised them"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DisabilityDisclosed(ResidentFact):
    """The resident told of a disability (5.10)."""

    kind: ClassVar[str] = "disability-disclosed"
    what: str = field(default="", metadata=PERSONAL)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AdjustmentAgreed(ResidentFact):
    """A reasonable adjustment was agreed (5.10)."""

    kind: ClassVar[str] = "adjustment-agreed"
    what: str = field(default="", metadata=PERSONAL)
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AdjustmentReviewed(ResidentFact):
    """An adjustment was looked at again (5.10)."""

    kind: ClassVar[str] = "adjustment-reviewed"
    adjustment: int
    """the number of the entry that agreed it"""
    result: Reviewed = Reviewed.KEPT
    what: str = field(default="", metadata=PERSONAL)
    """the adjustment as it is from now on, where it was changed"""
    review_on: date | None = None
    """when it is looked at next"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AlertRaised(ResidentFact):
    """Something that everybody who deals with the resident should know."""

    kind: ClassVar[str] = "alert-raised"
    what: str = field(default="", metadata=PERSONAL)
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AlertEnded(ResidentFact):
    """An alert no longer holds."""

    kind: ClassVar[str] = "alert-ended"
    alert: int
    """the number of the entry that raised it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RestrictionImposed(ResidentFact):
    """Contact with the resident or a representative was limited (5.14, 5.15)."""

    kind: ClassVar[str] = "restriction-imposed"
    what: str = field(default="", metadata=PERSONAL)
    whom: str = field(default="", metadata=PERSONAL)
    """the resident, or the representative it is for"""
    evidence: str = field(default="", metadata=PERSONAL)
    proportionate_because: str = field(default="", metadata=PERSONAL)
    equality_act_considered: bool = False
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RestrictionReviewed(ResidentFact):
    """A restriction was looked at again (5.14)."""

    kind: ClassVar[str] = "restriction-reviewed"
    restriction: int
    """the number of the entry that imposed it"""
    result: Reviewed = Reviewed.KEPT
    what: str = field(default="", metadata=PERSONAL)
    review_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RestrictionLifted(ResidentFact):
    """A restriction no longer holds."""

    kind: ClassVar[str] = "restriction-lifted"
    restriction: int
    """the number of the entry that imposed it"""

"""What the landlord itself does: who works on complaints, and how it reports and improves."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import LandlordFact
from casetrack.domain.facts.terms import Occasion, Role


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UserRegistered(LandlordFact):
    """Somebody works on complaints; recorded anew, what it says takes the place."""

    kind: ClassVar[str] = "user-registered"
    handle: str
    """what they go by in cases, such as JB"""
    role: Role
    name: str = ""
    account: str = ""
    """the account they use the computer with"""
    email: str = ""
    capacity: int = 0
    """how many open cases are enough; 0: nobody said"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class UserLeft(LandlordFact):
    """Somebody no longer works on complaints."""

    kind: ClassVar[str] = "user-left"
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReportPresented(LandlordFact):
    """A report on complaints went to a body (8.1, 8.2, 9.7)."""

    kind: ClassVar[str] = "report-presented"
    body: str = ""
    """governing body, member responsible, residents' panel"""
    about: str = ""
    response_due_on: date | None = None
    """when the body's response is expected"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GoverningBodyResponded(LandlordFact):
    """The governing body answered a report (8.2)."""

    kind: ClassVar[str] = "governing-body-responded"
    report: int
    """the number of the entry with the report"""
    response: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SelfAssessmentMade(LandlordFact):
    """The landlord assessed itself against the Code (8.1, 8.3, 8.4)."""

    kind: ClassVar[str] = "self-assessment-made"
    occasion: Occasion = Occasion.ANNUAL
    year: str = ""
    published_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SubmissionMade(LandlordFact):
    """A submission went to the Ombudsman or the Regulator."""

    kind: ClassVar[str] = "submission-made"
    to: str = ""
    year: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DutySet(LandlordFact):
    """Something the landlord has to do by a day: a report, a submission, a review."""

    kind: ClassVar[str] = "duty-set"
    what: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DutyDone(LandlordFact):
    """Something the landlord had to do is done."""

    kind: ClassVar[str] = "duty-done"
    duty: int
    """the number of the entry that set it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NonComplianceDeclared(LandlordFact):
    """The landlord cannot keep to the Code for a time (8.5)."""

    kind: ClassVar[str] = "non-compliance-declared"
    what: str = ""
    ombudsman_told_on: date | None = None
    residents_told_on: date | None = None
    published_on: date | None = None
    return_on: date | None = None
    """when it will keep to the Code again"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplianceRestored(LandlordFact):
    """The landlord keeps to the Code again (8.5)."""

    kind: ClassVar[str] = "compliance-restored"
    non_compliance: int
    """the number of the entry that declared it"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImprovementPlanned(LandlordFact):
    """A service is to be improved from what complaints show (9.2, 9.3)."""

    kind: ClassVar[str] = "improvement-planned"
    change: str = ""
    owner: str = ""
    due_on: date | None = None
    cases: tuple[str, ...] = ()
    """the complaints it was learnt from"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImprovementMade(LandlordFact):
    """A service was improved, and residents were told (9.3)."""

    kind: ClassVar[str] = "improvement-made"
    improvement: int
    """the number of the entry that planned it"""
    residents_told_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QualitySampleTaken(LandlordFact):
    """Some cases were looked over for their quality (4.3, 9.2)."""

    kind: ClassVar[str] = "quality-sample-taken"
    cases: tuple[str, ...] = ()
    found: str = ""
    taken_by: str = ""

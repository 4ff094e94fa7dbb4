"""The fixed words that facts are told in: each is what is stored and printed."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a response decided; a landlord's own outcome names are mapped to these three."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    NOT_UPHELD = "not-upheld"


class ReasonKind(StrEnum):
    """Why a response needed longer."""

    COMPLEXITY = "complexity"
    SURVEY_OR_REPORT = "survey-or-report"
    """a survey, inspection or report is awaited"""
    ACCESS = "access"
    CONTRACTOR = "contractor"
    OTHER_PARTY = "other-party"
    WORKLOAD = "workload"
    """flagged: having too much to do is hardly a reason a resident can be given"""


class Means(StrEnum):
    """How something was said to somebody."""

    LETTER = "letter"
    EMAIL = "email"
    PORTAL = "portal"
    """in the resident's account, in writing"""
    TEXT_MESSAGE = "text-message"
    PHONE = "phone"
    IN_PERSON = "in-person"

    @property
    def in_writing(self) -> bool:
        """Whether the resident can read it again."""
        return self not in (Means.PHONE, Means.IN_PERSON)


class Maker(StrEnum):
    """Who makes the complaint (1.2)."""

    RESIDENT = "resident"
    GROUP = "group"
    """several residents together"""
    REPRESENTATIVE = "representative"
    """somebody for a resident (1.3, 3.6)"""


class Authority(StrEnum):
    """How a representative may speak for a resident. Waiting for it delays no clock."""

    WRITTEN = "written"
    SPOKEN = "spoken"
    """the resident said so, in person or on the phone"""
    LEGAL = "legal"
    """a power of attorney or a court's appointment"""
    AWAITED = "awaited"


class Choice(StrEnum):
    """What the resident chose when the choice to complain was offered (1.3)."""

    COMPLAINT = "complaint"
    SERVICE_REQUEST = "service-request"
    NEITHER = "neither"


class Route(StrEnum):
    """How a complaint is to be handled (1.4, 6.1)."""

    SERVICE_REQUEST = "service-request"
    EARLY_RESPONSE = "early-response"
    INVESTIGATION = "investigation"


class Complexity(StrEnum):
    """How much there is to find out (6.1)."""

    SIMPLE = "simple"
    STANDARD = "standard"
    COMPLEX = "complex"


class RefusalGround(StrEnum):
    """What of the Code a refusal leans on (2.2); a landlord's own reasons are mapped to these."""

    OVER_TWELVE_MONTHS = "over-12-months"
    LEGAL_PROCEEDINGS = "legal-proceedings"
    ALREADY_CONSIDERED = "already-considered"
    OTHER = "other"
    """a manager's decision, with why it is fair"""


class Content(StrEnum):
    """What a response has to state (6.9 a–g, 6.19 a–g)."""

    STAGE = "stage"
    DEFINITION = "definition"
    DECISION = "decision"
    REASONS = "reasons"
    REMEDY = "remedy"
    ACTIONS = "actions"
    NEXT_STEP = "next-step"
    """how to go on: to stage 2, or to the Ombudsman"""


class RemedyKind(StrEnum):
    """What is done to put things right (7.1)."""

    APOLOGY = "apology"
    ACKNOWLEDGEMENT_OF_FAULT = "acknowledgement-of-fault"
    EXPLANATION_OR_ASSISTANCE = "explanation-or-assistance"
    ACTION_ON_DELAY = "action-on-delay"
    DECISION_CHANGED = "decision-changed"
    RECORD_AMENDED = "record-amended"
    FINANCIAL = "financial"
    POLICY_OR_PRACTICE_CHANGED = "policy-or-practice-changed"


class MoneyFor(StrEnum):
    """What a financial remedy is paid for."""

    STATUTORY = "statutory"
    LOSS = "loss"
    TIME_AND_TROUBLE = "time-and-trouble"
    DISTRESS = "distress"


class Determination(StrEnum):
    """What the Ombudsman found."""

    SEVERE_MALADMINISTRATION = "severe-maladministration"
    MALADMINISTRATION = "maladministration"
    SERVICE_FAILURE = "service-failure"
    REASONABLE_REDRESS = "reasonable-redress"
    NO_MALADMINISTRATION = "no-maladministration"
    OUTSIDE_JURISDICTION = "outside-jurisdiction"
    RESOLVED_WITH_INTERVENTION = "resolved-with-intervention"
    WITHDRAWN = "withdrawn"


class OrderKind(StrEnum):
    """Whether the landlord has to or is asked to."""

    ORDER = "order"
    RECOMMENDATION = "recommendation"


class Proposer(StrEnum):
    """Whose idea the withdrawal was."""

    RESIDENT = "resident"
    LANDLORD = "landlord"


class Direction(StrEnum):
    """Which way a letter or call went."""

    TO_US = "to-us"
    FROM_US = "from-us"


class LetterKind(StrEnum):
    """What a letter is for; each has contents of its own."""

    STAGE_1_ACKNOWLEDGEMENT = "stage-1-acknowledgement"
    SERVICE_REQUEST_CONFIRMED = "service-request-confirmed"
    EXTENSION = "extension"
    PROGRESS_UPDATE = "progress-update"
    STAGE_1_RESPONSE = "stage-1-response"
    STAGE_2_ACKNOWLEDGEMENT = "stage-2-acknowledgement"
    STAGE_2_RESPONSE = "stage-2-response"
    REFUSAL = "refusal"
    ESCALATION_REFUSAL = "escalation-refusal"
    WITHDRAWAL_CONFIRMED = "withdrawal-confirmed"
    ACTION_UPDATE = "action-update"


class Role(StrEnum):
    """What somebody may do in casetrack."""

    HANDLER = "handler"
    """records cases"""
    MANAGER = "manager"
    """that, and what the landlord keeps to managers: sign-off, users, bank holidays"""
    AUDITOR = "auditor"
    """reads everything and records nothing"""


class Unfit(StrEnum):
    """Why somebody could not be given a stage."""

    NOT_REGISTERED = "not-registered"
    """so nobody would see the case"""
    AUDITOR = "auditor"
    """who handles no complaints"""


class SignOff(StrEnum):
    """Whom a landlord's matrix asks to sign off a response."""

    ANYBODY = "anybody"
    """somebody other than who decided it"""
    MANAGER = "manager"


class Occasion(StrEnum):
    """What a self-assessment was made for (8.1, 8.3, 8.4)."""

    ANNUAL = "annual"
    RESTRUCTURE = "restructure"
    ORDER = "order"
    """the Ombudsman asked for it"""


class Reviewed(StrEnum):
    """What a review of an adjustment or a restriction came to."""

    KEPT = "kept"
    CHANGED = "changed"
    ENDED = "ended"

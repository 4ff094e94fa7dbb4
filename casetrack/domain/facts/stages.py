"""The facts that begin, move and end the stages of a complaint: what every clock counts with.

Always loaded. Everything else that can happen stands in the modules beside this one and is loaded
when a history holds it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from casetrack.domain.facts.base import PERSONAL, Fact, Part, StageFact
from casetrack.domain.facts.terms import (
    Authority,
    Content,
    Maker,
    Means,
    MoneyFor,
    Outcome,
    Proposer,
    ReasonKind,
    RefusalGround,
    RemedyKind,
    Role,
    SignOff,
    Unfit,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ServiceRequestReceived(Fact):
    """A resident asked for something to be done or put right (1.4); no complaint yet."""

    kind: ClassVar[str] = "service-request-received"
    channel: str = ""
    resident: str = field(default="", metadata=PERSONAL)
    resident_reference: str = ""
    """the resident's own record, such as R0007"""
    address: str = field(default="", metadata=PERSONAL)
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    words: str = field(default="", metadata=PERSONAL)
    """what was asked for, in the resident's own words"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintReceived(Fact):
    """The day the dissatisfaction first reached anyone at the landlord or its contractors (1.2)."""

    kind: ClassVar[str] = "complaint-received"
    channel: str = ""
    """phone, email, web, letter, in person, councillor or MP, social media, contractor"""
    first_reached: str = ""
    """who had it first, in whichever team or firm: the clock runs from there (1.2, 3.2)"""
    reached_team_on: date | None = None
    """when it came to the complaints team; the days till then are shown as hand-over"""
    made_by: Maker = Maker.RESIDENT
    resident: str = field(default="", metadata=PERSONAL)
    """who is dissatisfied: a resident, or a group by the name it goes by"""
    resident_reference: str = ""
    """the resident's own record, such as R0007"""
    representative: str = field(default="", metadata=PERSONAL)
    authority: Authority | None = None
    """the representative's; waiting for it delays neither logging nor the clock"""
    address: str = field(default="", metadata=PERSONAL)
    tenure: str = ""
    category: str = ""
    service_area: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = field(default="", metadata=PERSONAL)
    words: str = field(default="", metadata=PERSONAL)
    """the complaint as it was made (5.12)"""
    impact: str = field(default="", metadata=PERSONAL)
    """what it means for the resident and the household (7.2)"""
    outcome_sought: str = field(default="", metadata=PERSONAL)
    adjustments_asked: bool = False
    """the resident was asked which adjustments they need (5.10)"""
    ombudsman: str = ""
    """the Code it falls under where that is not the landlord's own: housing-ombudsman, lgsco"""
    follows: str = ""
    """the case it comes from: a service request, or a complaint whose issue it separates (6.8)"""
    separate_because: str = field(default="", metadata=PERSONAL)
    """why the issue is no part of the case it follows, or of one that is open (6.8)"""
    could_join: str = ""
    """the resident's case whose stage 1 was unanswered on the day; filled in by casetrack"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintLogged(StageFact):
    """Entered in the landlord's log; the 2022 Code counts its stage 1 response from here (5.1)."""

    kind: ClassVar[str] = "complaint-logged"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintDefined(StageFact):
    """The complaint definition was set out to the resident (5.6)."""

    kind: ClassVar[str] = "complaint-defined"
    points: tuple[str, ...] = field(default=(), metadata=PERSONAL)
    """what is complained of, point by point; each has to be answered"""
    outcomes_sought: tuple[str, ...] = field(default=(), metadata=PERSONAL)
    responsible_for: str = field(default="", metadata=PERSONAL)
    """what of it the landlord is responsible for (5.7)"""
    not_responsible_for: str = field(default="", metadata=PERSONAL)
    """what it is not; "nothing" where it is for all of it (5.7)"""
    means: Means | None = None
    """how it was set out; by phone or in person it counts with a note, until written"""
    note: str = field(default="", metadata=PERSONAL)
    """what was said, where it was set out in a call or a talk"""
    unclear: str = field(default="", metadata=PERSONAL)
    """what the resident was asked to clear up (5.6)"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintAcknowledged(StageFact):
    """The landlord told the resident that it has the complaint (6.2) or the request (6.11)."""

    kind: ClassVar[str] = "complaint-acknowledged"
    means: Means | None = None
    policy_link_given: bool = False
    """the resident was told where the complaints policy is"""
    automatic: bool = False
    """a mailbox answered by itself, which is no acknowledgement"""
    contact_attempts_needed: int = 0
    """how often the landlord's own rule asks to try the resident first; filled in by casetrack"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HandlerAssigned(StageFact):
    """Somebody became responsible for a stage of the complaint."""

    kind: ClassVar[str] = "handler-assigned"
    handler: str
    unfit: Unfit | None = None
    """why that person could not have it on the day; filled in by casetrack"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseExtended(StageFact):
    """The landlord took more time to answer (6.4, 6.15)."""

    kind: ClassVar[str] = "response-extended"
    until: date
    """the new date given"""
    resident_told_on: date | None = None
    """absent: told on the day it happened"""
    means: Means | None = None
    """how the resident was told; an extension is given in writing"""
    reasons: str = ""
    reason_kind: ReasonKind | None = None
    good_reason: str = ""
    """why the limit of the Code had to be passed"""
    ombudsman_details_given: bool = False
    approved_by: str = ""
    """the manager who agreed to pass the limit"""
    approved_by_role: Role | None = None
    """what that person was on the day; filled in by casetrack"""
    approved_by_unfit: Unfit | None = None
    """why that person could not do it on the day; filled in by casetrack"""
    day_not_recorded: bool = False
    """a log told of it without the day the resident was told: it is dated as the log's row"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswer(Part):
    """The answer to one point of the definition (6.7, 6.18)."""

    point: int
    """its number in the definition, from 1"""
    decision: Outcome
    reasons: str
    refers_to: str = ""
    """policy, law or good practice, where it applies"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResponseIssued(StageFact):
    """The landlord answered the complaint at this stage (6.3, 6.14)."""

    kind: ClassVar[str] = "response-issued"
    outcome: Outcome | None = None
    means: Means | None = None
    states: tuple[Content, ...] = ()
    """what the letter states of what it has to (6.9 a–g, 6.19 a–g)"""
    answers: tuple[PointAnswer, ...] = field(default=(), metadata=PERSONAL)
    heard_resident: bool = False
    """the resident had a fair chance to set out their position (5.8 b)"""
    no_remedy_because: str = field(default="", metadata=PERSONAL)
    no_actions_outstanding: bool = False
    decided_by: str = ""
    """who decided it; absent: the handler of the stage"""
    staff_involved: tuple[str, ...] = ()
    """who else took part in it (6.20)"""
    reviewed_by: str = ""
    """who of the landlord checked what a contractor drafted (5.5)"""
    cause: str = ""
    """what went wrong at the root, in the landlord's own list"""
    sign_off_needed: SignOff | None = None
    """what the landlord's matrix asked for on the day; filled in by casetrack"""
    decided_by_unfit: Unfit | None = None
    """why whoever it names could not decide it on the day; filled in by casetrack"""
    reviewed_by_unfit: Unfit | None = None
    """why that person could not review it on the day; filled in by casetrack"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EscalationRequested(Fact):
    """The resident asked for stage 2 (6.10)."""

    kind: ClassVar[str] = "escalation-requested"
    channel: str = ""
    words: str = field(default="", metadata=PERSONAL)
    """the request as it was made (5.12)"""
    reasons: str = field(default="", metadata=PERSONAL)
    """why the resident is still dissatisfied, as far as they said"""
    effort_to_understand: str = field(default="", metadata=PERSONAL)
    """what was done to learn why (6.12)"""
    reasons_required: bool = False
    """the resident was made to give reasons, which the Code forbids (6.12)"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Refusal(Fact):
    """What a refusal holds at either stage (2.1–2.5, 5.11)."""

    reason: str = ""
    """in the landlord's own words, from its list"""
    ground: RefusalGround | None = None
    """what of the Code it leans on; absent: as the landlord's list says"""
    explanation: str = field(default="", metadata=PERSONAL)
    """why this complaint, by itself, is refused (2.4, 2.5)"""
    evidence: str = field(default="", metadata=PERSONAL)
    issue_on: date | None = None
    """when the matter arose; of one that goes on: when it last did"""
    aware_on: date | None = None
    """when the resident came to know of it"""
    discretion: str = field(default="", metadata=PERSONAL)
    """why a complaint out of time is not taken all the same (2.3)"""
    claim_form_filed_on: date | None = None
    particulars_filed_on: date | None = None
    considered_in: str = ""
    """the case in which it was already considered"""
    fair_because: str = field(default="", metadata=PERSONAL)
    """why refusing on another ground is fair (2.2)"""
    decided_by: str = ""
    decided_by_role: Role | None = None
    """what that person was on the day; filled in by casetrack"""
    decided_by_unfit: Unfit | None = None
    """why that person could not decide it on the day; filled in by casetrack"""
    letter_sent_on: date | None = None
    ombudsman_details_given: bool = False
    """the letter says that the Ombudsman can be asked, and how (2.4)"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintRefused(Refusal):
    """The landlord decided not to take the complaint (2.1)."""

    kind: ClassVar[str] = "complaint-refused"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EscalationRefused(Refusal):
    """The landlord decided not to take the complaint to stage 2 (5.11)."""

    kind: ClassVar[str] = "escalation-refused"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RefusalOverturned(StageFact):
    """The Ombudsman had a refused complaint taken on: the stage opens anew on this day (2.4)."""

    kind: ClassVar[str] = "refusal-overturned"
    ombudsman_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ComplaintWithdrawn(Fact):
    """The resident no longer wants the complaint answered."""

    kind: ClassVar[str] = "complaint-withdrawn"
    words: str = field(default="", metadata=PERSONAL)
    """what the resident said, in their own words"""
    proposed_by: Proposer | None = None
    confirmed_on: date | None = None
    """when the landlord confirmed it to the resident"""
    ombudsman_details_given: bool = False
    """the confirmation says how to reach the Ombudsman, and that it can be reopened"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseClosed(Fact):
    """Nothing is left to be done on the case but what was promised."""

    kind: ClassVar[str] = "case-closed"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RemedyOffered(StageFact):
    """Something was offered to put things right (7.1)."""

    kind: ClassVar[str] = "remedy-offered"
    amount_pence: int = 0
    remedy: RemedyKind | None = None
    money_for: MoneyFor | None = None
    what: str = field(default="", metadata=PERSONAL)
    owner: str = ""
    """who sees to it"""
    due_on: date | None = None
    """by when; absent: done with the offer itself"""
    agreed_with_resident: bool = False
    """agreed, where that is fitting (7.3)"""
    reflects: str = field(default="", metadata=PERSONAL)
    """the effect on the resident that it is measured by (7.2)"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeadlineRecorded(StageFact):
    """A due date that stands in the landlord's own log: kept to be compared, never counted with."""

    kind: ClassVar[str] = "deadline-recorded"
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DeadlineMoved(StageFact):
    """A bank holiday came or went, and with it the due date of an open clock."""

    kind: ClassVar[str] = "deadline-moved"
    clock: str
    """the clock's key"""
    was_due_on: date
    due_on: date
    because: str
    """which day came or went, in words"""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EntryCorrected(Fact):
    """An earlier entry was wrong: it is replaced or taken out, and stays on record all the same."""

    kind: ClassVar[str] = "entry-corrected"
    corrects: int
    """the sequence of the entry that was wrong"""
    replacement: Fact | None = None
    """what should have been recorded; it keeps the entry's place. None takes the entry out"""
    because: str = ""

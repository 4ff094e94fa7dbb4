"""One frozen value for each thing that can happen to a complaint, and what wraps it in a history.

Knows what a fact holds and where it stands among the facts of its day. Never knows what follows
from it: that is for `case`, `clocks` and `procedure`. What the clocks of the Code count with is
here; the rest stands in the modules beside it.
"""

from casetrack.domain.facts.base import PERSONAL, Fact, Part, RecordKind, StageFact
from casetrack.domain.facts.history import Entry, Source
from casetrack.domain.facts.places import FACTS, place_in_the_day
from casetrack.domain.facts.stages import (
    CaseClosed,
    ComplaintAcknowledged,
    ComplaintDefined,
    ComplaintLogged,
    ComplaintReceived,
    ComplaintRefused,
    ComplaintWithdrawn,
    DeadlineMoved,
    DeadlineRecorded,
    EntryCorrected,
    EscalationRefused,
    EscalationRequested,
    HandlerAssigned,
    PointAnswer,
    Refusal,
    RefusalOverturned,
    RemedyOffered,
    ResponseExtended,
    ResponseIssued,
    ServiceRequestReceived,
)
from casetrack.domain.facts.terms import Outcome, ReasonKind

__all__ = [
    "FACTS",
    "PERSONAL",
    "CaseClosed",
    "ComplaintAcknowledged",
    "ComplaintDefined",
    "ComplaintLogged",
    "ComplaintReceived",
    "ComplaintRefused",
    "ComplaintWithdrawn",
    "DeadlineMoved",
    "DeadlineRecorded",
    "Entry",
    "EntryCorrected",
    "EscalationRefused",
    "EscalationRequested",
    "Fact",
    "HandlerAssigned",
    "Outcome",
    "Part",
    "PointAnswer",
    "ReasonKind",
    "RecordKind",
    "Refusal",
    "RefusalOverturned",
    "RemedyOffered",
    "ResponseExtended",
    "ResponseIssued",
    "ServiceRequestReceived",
    "Source",
    "StageFact",
    "place_in_the_day",
]

"""Every kind of fact that a person records, as a thing to do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Act(NamedTuple):
    """A kind of fact, told before it has happened."""

    group: str
    title: str
    """{stage} is the stage it is done at"""
    provision: str = ""
    """of the 2024 Code, that it answers"""
    second: str = ""
    """the same at stage 2, where that is another"""


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        # In the order in which a complaint runs.
        "complaint-received": Act("complaint", "record the complaint", "1.2"),
        "service-request-received": Act("complaint", "record a service request", "1.4"),
        "choice-offered": Act("complaint", "offer the choice to complain", "1.3"),
        "triage-assessed": Act("complaint", "decide how it is handled", "6.1"),
        "case-classified": Act("complaint", "say what the case is about"),
        "conflict-declared": Act("complaint", "declare an interest", "5.8"),
        "service-request-reviewed": Act("service request", "review the service request", "1.4"),
        "service-request-closed": Act("service request", "close the service request", "1.4"),
        "complaint-logged": Act("stage", "log stage {stage}", "6.2", "6.11"),
        "handler-assigned": Act("stage", "assign stage {stage}"),
        "complaint-defined": Act("stage", "define the complaint at stage {stage}", "5.6"),
        "complaint-acknowledged": Act("stage", "acknowledge stage {stage}", "6.2", "6.11"),
        "clarification-sought": Act("stage", "ask what is unclear at stage {stage}", "5.6"),
        "issue-added": Act("stage", "add an issue at stage {stage}", "6.8"),
        "response-extended": Act("stage", "extend stage {stage}", "6.4", "6.15"),
        "response-drafted": Act("stage", "draft the answer to stage {stage}"),
        "response-signed-off": Act("stage", "sign off the answer to stage {stage}", "", "6.20"),
        "response-issued": Act("stage", "answer stage {stage}", "6.3", "6.14"),
        "escalation-requested": Act("stage", "take the complaint to stage 2", "6.10"),
        "contact-attempted": Act("contact", "try to reach the resident", "5.12"),
        "update-interval-agreed": Act(
            "contact", "agree updates with the resident at stage {stage}", "5.9"
        ),
        "resident-updated": Act("contact", "update the resident on stage {stage}", "5.9"),
        "remedy-offered": Act("putting right", "offer a remedy at stage {stage}", "7.1"),
        "remedy-delivered": Act("putting right", "deliver a remedy", "7.3"),
        "action-agreed": Act("putting right", "agree an action at stage {stage}", "6.6", "6.17"),
        "action-updated": Act("putting right", "tell the resident where an action stands", "6.6"),
        "action-completed": Act("putting right", "complete an action", "6.6"),
        "learning-recorded": Act(
            "putting right", "record what is learnt from stage {stage}", "9.1"
        ),
        "learning-applied": Act("putting right", "put what was learnt into practice", "9.2"),
        "survey-sent": Act("putting right", "send the survey"),
        "satisfaction-recorded": Act("putting right", "record how satisfied the resident is"),
        "correspondence-logged": Act("paper", "log a letter, message or call", "5.12"),
        "document-filed": Act("paper", "file a document", "5.12"),
        "letter-drafted": Act("paper", "draft a letter of stage {stage}"),
        "letter-issued": Act("paper", "send a letter of stage {stage}", "5.12"),
        "letter-discarded": Act("paper", "discard the draft of a letter"),
        "ombudsman-enquiry": Act("ombudsman", "record an enquiry of the Ombudsman"),
        "evidence-sent": Act("ombudsman", "send evidence to the Ombudsman"),
        "determination-received": Act("ombudsman", "record a determination", "8.1"),
        "order-made": Act("ombudsman", "record an order of the Ombudsman", "9.7"),
        "order-complied": Act("ombudsman", "comply with an order of the Ombudsman", "9.7"),
        "refusal-overturned": Act("ombudsman", "open stage {stage} anew after a refusal", "2.4"),
        "complaint-refused": Act("ending", "refuse the complaint", "2.1"),
        "escalation-refused": Act("ending", "refuse stage 2", "5.11"),
        "complaint-withdrawn": Act("ending", "withdraw the complaint", "5.12"),
        "case-closed": Act("ending", "close the case", "5.12"),
    }
)
"""Every act there is on a case, by the kind of fact that it leaves."""

BESIDE: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "resident-registered": Act("resident", "say who the resident is, and how to reach them"),
        "adjustment-agreed": Act("resident", "agree a reasonable adjustment"),
        "adjustment-reviewed": Act("resident", "review an adjustment"),
        "alert-raised": Act("resident", "raise an alert about the resident"),
        "alert-ended": Act("resident", "end an alert"),
        "disability-disclosed": Act("resident", "note a disability the resident told of"),
        "representative-authorised": Act("resident", "authorise a representative"),
        "representative-ended": Act("resident", "end a representative's authority"),
        "restriction-imposed": Act("resident", "restrict contact"),
        "restriction-reviewed": Act("resident", "review a restriction of contact"),
        "restriction-lifted": Act("resident", "lift a restriction of contact"),
        "user-registered": Act("landlord", "register somebody who works on complaints"),
        "user-left": Act("landlord", "record that somebody has left"),
        "report-presented": Act("landlord", "present a report to a body"),
        "governing-body-responded": Act("landlord", "record the governing body's response"),
        "self-assessment-made": Act("landlord", "record a self-assessment"),
        "submission-made": Act("landlord", "record a submission"),
        "duty-set": Act("landlord", "set something the landlord has to do"),
        "duty-done": Act("landlord", "record that such a thing is done"),
        "non-compliance-declared": Act("landlord", "declare that the Code cannot be kept to"),
        "compliance-restored": Act("landlord", "record that the Code is kept to again"),
        "improvement-planned": Act("landlord", "plan an improvement"),
        "improvement-made": Act("landlord", "record that an improvement is made"),
        "quality-sample-taken": Act("landlord", "look over some cases for their quality"),
    }
)
"""Every act there is on a resident's record or the landlord's, likewise."""

OPENING: Final = ("complaint-received", "service-request-received")
"""What opens a case."""

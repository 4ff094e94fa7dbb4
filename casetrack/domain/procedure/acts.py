"""Which rule judges which fact of a case that a person recorded.

Loaded when there is such a fact: a log of 100,000 complaints holds none.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from casetrack.domain.case import Case
from casetrack.domain.clocks import CaseClocks
from casetrack.domain.facts import Source
from casetrack.domain.objections import Finding
from casetrack.domain.procedure import (
    acknowledging,
    aftercare,
    answering,
    days,
    intake,
    people,
    refusing,
)
from casetrack.domain.procedure.standing import Findings, Standing

RULES: Final[Mapping[str, Callable[[Standing], Findings]]] = {
    "service-request-received": intake.request_received,
    "service-request-reviewed": intake.request_reviewed,
    "service-request-closed": intake.request_closed,
    "complaint-received": intake.received,
    "choice-offered": intake.choice_offered,
    "triage-assessed": intake.triaged,
    "contact-attempted": aftercare.contacted,
    "complaint-defined": acknowledging.defined,
    "complaint-acknowledged": acknowledging.acknowledged,
    "clarification-sought": acknowledging.clarification_sought,
    "issue-added": acknowledging.issue_added,
    "handler-assigned": answering.assigned,
    "response-extended": answering.extended,
    "update-interval-agreed": answering.interval_agreed,
    "resident-updated": answering.updated,
    "response-drafted": answering.drafted,
    "response-signed-off": answering.signed_off,
    "response-issued": answering.answered,
    "escalation-requested": answering.escalated,
    "complaint-refused": refusing.refused,
    "escalation-refused": refusing.refused,
    "remedy-offered": aftercare.remedy_offered,
    "action-agreed": aftercare.action_agreed,
    "action-updated": aftercare.action_updated,
    "learning-recorded": aftercare.learnt,
    "satisfaction-recorded": aftercare.satisfied,
    "complaint-withdrawn": aftercare.withdrawn,
    "case-closed": aftercare.closed,
    "correspondence-logged": aftercare.corresponded,
    "letter-issued": aftercare.letter_issued,
    "ombudsman-enquiry": aftercare.enquired,
    "determination-received": aftercare.determined,
    "order-made": aftercare.ordered,
}
"""What is asked of each kind of fact; of one not named, nothing."""


def by_the_acts(case: Case, clocks: CaseClocks) -> Iterator[Finding]:
    """Give every departure that what a person recorded shows by its contents."""
    left_out = {objection.sequence for objection in case.left_out}
    too_late = {entry.sequence for entry in case.after_the_end}
    for entry in case.entries:
        rule = RULES.get(entry.fact.kind)
        if entry.source is not Source.PERSON or entry.sequence in left_out:
            continue
        at = Standing(entry=entry, edition=clocks.edition, case=case, clocks=clocks)
        yield from days.in_order(at, case.follow_ups)
        yield from people.could_not(entry)
        if rule is None:
            continue
        yield from rule(at)
        if entry.sequence in too_late:
            yield from aftercare.after_the_end(at)

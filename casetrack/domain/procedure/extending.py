"""What an extension lacks, and what could be done instead (6.4, 6.5, 6.15, 6.16)."""

from collections.abc import Iterator

from casetrack.domain.clocks import StageClocks
from casetrack.domain.code import Citation
from casetrack.domain.extensions import Extension, Lack
from casetrack.domain.facts import ReasonKind, ResponseExtended
from casetrack.domain.facts.terms import Role
from casetrack.domain.objections import Finding, ObjectionKind
from casetrack.domain.words import says_something
from casetrack.domain.working_days import said


def by_extensions(stage: StageClocks) -> Iterator[Finding]:
    """Give what each extension of a stage lacks, and the ones that workload was the reason for."""
    limit = stage.rules.extension
    for extension in stage.extensions:
        for lack in extension.lacks:
            yield _lacks(extension, lack, stage)
        if _for_workload(extension):
            yield Finding(
                code="extension-for-workload",
                sequence=extension.entry.sequence,
                cited=Citation(number=limit.provision, edition=limit.edition),
                says=f"The extension of stage {stage.history.number} to {said(extension.until)} "
                "gives having too much to do as its reason.",
                stage=stage.history.number,
            )


def _for_workload(extension: Extension) -> bool:
    fact = extension.entry.fact
    return isinstance(fact, ResponseExtended) and fact.reason_kind is ReasonKind.WORKLOAD


def _lacks(extension: Extension, lack: Lack, stage: StageClocks) -> Finding:
    number, limit = stage.history.number, stage.rules.extension
    cited = Citation(number=limit.provision, edition=limit.edition)
    if lack is Lack.WITHOUT_OMBUDSMAN_DETAILS:
        cited = Citation(number=limit.ombudsman_details, edition=limit.details_edition)
    due = said(extension.due_then) if extension.due_then else ""
    limit_on = said(extension.limit_on) if extension.limit_on else ""
    why = {
        Lack.BEFORE_ACKNOWLEDGEMENT: "no time to answer was running yet that it could extend",
        Lack.AFTER_RESPONSE: "the answer had already been given",
        Lack.DAY_NOT_RECORDED: "the day the resident was told is not on record",
        Lack.TOLD_TOO_LATE: f"it was decided or told after the due day, {due}",
        Lack.NOT_LATER: f"its new date is not after the due day, {due}",
        Lack.PAST_LIMIT: f"its new date is past the last day the Code allows, {limit_on}",
        Lack.NOT_IN_WRITING: "it is not on record that the resident was told in writing",
        Lack.WITHOUT_REASONS: "no reasons are recorded",
        Lack.WITHOUT_OMBUDSMAN_DETAILS: "the Ombudsman's contact details were not given",
    }[lack]
    approved = _approved(extension, lack)
    said_of = f"The extension of stage {number} to {said(extension.until)}"
    return Finding(
        code=f"extension-{lack}",
        sequence=extension.entry.sequence,
        cited=cited,
        says=f"{said_of} passes the last day the Code allows, {limit_on}, with good reason and a "
        "manager's agreement: no breach, though by the landlord's settings it does not move the "
        "due day."
        if approved
        else f"{said_of} does not move the due day: {why}.",
        stage=number,
        reason=why,
        cure=_cure(lack, limit_on),
        against=None if approved else ObjectionKind.BREACH,
    )


def _approved(extension: Extension, lack: Lack) -> bool:
    """Whether the limit was passed with good reason and a manager: allowed, and still on record."""
    fact = extension.entry.fact
    return (
        lack is Lack.PAST_LIMIT
        and isinstance(fact, ResponseExtended)
        and says_something(fact.good_reason)
        and fact.approved_by_role is Role.MANAGER
    )


def _cure(lack: Lack, limit_on: str) -> str:
    return {
        Lack.BEFORE_ACKNOWLEDGEMENT: "Acknowledge the complaint; its time to answer runs from "
        "then, and can be extended from then.",
        Lack.AFTER_RESPONSE: "Nothing is left to extend; what is still to be done is an action.",
        Lack.DAY_NOT_RECORDED: "Record the day the resident was told (resident_told_on).",
        Lack.TOLD_TOO_LATE: "Answer as soon as you can, and agree with the resident when you will "
        "next be in touch (5.9).",
        Lack.NOT_LATER: "Give a day after the due day.",
        Lack.PAST_LIMIT: f"Give a day up to {limit_on}; a later one needs a good reason in writing "
        "(good_reason) and a manager (approved_by).",
        Lack.NOT_IN_WRITING: "Tell the resident by letter, email or portal, and name the means.",
        Lack.WITHOUT_REASONS: "Tell the resident why, and record it (reasons).",
        Lack.WITHOUT_OMBUDSMAN_DETAILS: "Give the Ombudsman's contact details with it.",
    }[lack]

"""What the clocks of a case show against the Code, and what was taken for granted in them.

Knows provisions by the numbers of the 2024 Code; the case's own edition says how each is cited.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from casetrack.domain.case import Case, StageHistory
from casetrack.domain.clock import Clock, Verdict
from casetrack.domain.clocks import CaseClocks, StageClocks
from casetrack.domain.code import Citation, CodeEdition, Timescale
from casetrack.domain.extensions import Extension, Lack
from casetrack.domain.facts import Entry, ReasonKind, ResponseExtended, Source
from casetrack.domain.facts.terms import Role
from casetrack.domain.objections import Finding, Objection, ObjectionKind
from casetrack.domain.procedure.standing import considered_stage_1
from casetrack.domain.words import says_something
from casetrack.domain.working_days import said

NO_EDITION: Final = Citation(number="", edition="no edition held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something taken for granted in the clocks of a case."""

    code: str
    says: str
    stage: int


def by_the_clocks(case: Case, clocks: CaseClocks) -> Iterator[Finding]:
    """Give every departure that hangs on days and stages."""
    for stage in clocks.stages:
        yield from _at_stage(stage)
        yield from _no_updates_agreed(case, stage, clocks.edition)
    yield from _escalated_too_early(clocks)
    yield from _same_person(case, clocks.edition)


def edition_not_held(case: Case) -> tuple[Finding, ...]:
    """Return the finding on a complaint received before the first edition casetrack holds."""
    if case.received is None:
        return ()
    return (
        Finding(
            code="edition-not-held",
            sequence=case.received.sequence,
            cited=NO_EDITION,
            says=f"It was received on {said(case.received.fact.happened_on)}, before the first "
            "edition of the Code that casetrack holds: it has no clocks and is outside all "
            "figures.",
        ),
    )


def assumptions_for(case: Case, clocks: CaseClocks) -> tuple[Assumption, ...]:
    """Return what was taken for granted in the clocks."""
    return (
        *(assumption for stage in clocks.stages for assumption in _assumed(stage)),
        *(_counts_for_nothing(case, entry) for entry in case.after_the_end),
        *_requested_after_the_end(case),
        *(each for stage in case.stages for each in _defined_by_word_of_mouth(stage)),
    )


def _defined_by_word_of_mouth(stage: StageHistory) -> Iterator[Assumption]:
    """A definition set out in a call counts, and is flagged until it is there in writing."""
    means = [entry.fact.means for entry in stage.definitions]  # type: ignore[attr-defined]
    if means and means[0] is not None and not any(m is None or m.in_writing for m in means):
        yield Assumption(
            code="definition-not-in-writing",
            stage=stage.number,
            says=f"Stage {stage.number}: the complaint was defined to the resident in words; it "
            "has not been confirmed in writing.",
        )


def _requested_after_the_end(case: Case) -> Iterator[Assumption]:
    first, second = case.stage(1), case.stage(2)
    if first is None or second is None or first.ended is None:
        return
    how, ended_on = first.ended.fact.kind.split("-")[-1], first.ended.fact.happened_on
    if ended_on <= second.opened_on and first.ended is not second.ended:
        yield Assumption(
            code="requested-after-the-end",
            stage=2,
            says=f"Stage 2 was requested on {said(second.opened_on)}, after stage 1 was {how} on "
            f"{said(ended_on)}; its clocks run all the same.",
        )


def objections_for(case: Case, edition: CodeEdition | None) -> tuple[Objection, ...]:
    """Return the entries that contradict the record, cited as the case's edition does."""
    if edition is None:
        return tuple(case.left_out)
    return tuple(
        replace(o, provision=edition.cite(o.provision, o.stage).shown) if o.provision else o
        for o in case.left_out
    )


def _counts_for_nothing(case: Case, entry: Entry) -> Assumption:
    number = getattr(entry.fact, "stage", 1)
    stage = case.stage(number)
    ended = stage.ended if stage else None
    what = entry.fact.kind.replace("-", " ")
    how = ended.fact.kind.split("-")[-1] if ended else "ended"
    day = f" on {said(ended.fact.happened_on)}" if ended else ""
    return Assumption(
        code="after-the-end",
        stage=number,
        says=f"Stage {number}: {what} on {said(entry.fact.happened_on)} is dated after the stage "
        f"was {how}{day}; it stays on record and counts for no clock.",
    )


def _assumed(stage: StageClocks) -> Iterator[Assumption]:
    number = stage.history.number
    if stage.definition_assumed:
        yield Assumption(
            code="definition-with-acknowledgement",
            stage=number,
            says=f"Stage {number}: no complaint definition is recorded; it is taken as set out "
            "with the acknowledgement.",
        )
    if stage.response_as_acknowledgement and stage.answered_on:
        yield Assumption(
            code="response-as-acknowledgement",
            stage=number,
            says=f"Stage {number}: the full response of {said(stage.answered_on)} came within the "
            "time for the acknowledgement and counts as it.",
        )


# --- findings at one stage


def _at_stage(stage: StageClocks) -> Iterator[Finding]:
    acknowledgement, history = stage.acknowledgement, stage.history
    if acknowledgement and acknowledgement.settled is Verdict.MISSED:
        yield _acknowledgement_missed(stage, acknowledgement)
    for extension in stage.extensions:
        for lack in extension.lacks:
            yield _extension_lacks(extension, lack, stage)
        if _for_workload(extension):
            yield _finding(
                "extension-for-workload",
                extension.entry,
                Citation(
                    number=stage.rules.extension.provision, edition=stage.rules.extension.edition
                ),
                f"The extension of stage {history.number} to {said(extension.until)} gives having "
                "too much to do as its reason.",
            )
    response = stage.response
    if history.ended and response.settled is Verdict.MISSED and response.due_on:
        yield _finding(
            "not-answered",
            history.ended,
            _cited(response.timescale),
            f"Stage {history.number} was not answered by the due day, {said(response.due_on)}, "
            "before it ended.",
        )
    if history.answered and response.settled is Verdict.MISSED and response.due_on:
        late = (
            f"it was due on {said(response.due_on)}"
            if history.answered.fact.happened_on > response.due_on
            else "it came before the acknowledgement that starts its time"
        )
        yield _finding(
            "answered-late",
            history.answered,
            _cited(response.timescale),
            f"Stage {history.number} was answered on {said(history.answered.fact.happened_on)}; "
            f"{late}.",
        )


def _for_workload(extension: Extension) -> bool:
    fact = extension.entry.fact
    return isinstance(fact, ResponseExtended) and fact.reason_kind is ReasonKind.WORKLOAD


def _acknowledgement_missed(stage: StageClocks, clock: Clock) -> Finding:
    history = stage.history
    due = f"it was due by {said(clock.due_on)}" if clock.due_on else "it has no due day"
    number, cited = history.number, _cited(clock.timescale)
    acknowledged = history.acknowledged
    if acknowledged is None:
        entry = history.answered or history.ended or history.opened
        return _finding(
            "not-acknowledged", entry, cited, f"Stage {number} was never acknowledged; {due}."
        )
    if clock.stopped_by is not None and clock.stopped_by != acknowledged.sequence:
        late = [e for e in (history.defined, history.logged) if e]
        entry = next(e for e in late if e.sequence == clock.stopped_by)
        what = "defined" if entry is history.defined else "logged"
        return _finding(
            f"{what}-late",
            entry,
            cited,
            f"Stage {number} was acknowledged on {said(acknowledged.fact.happened_on)} but {what} "
            f"only on {said(entry.fact.happened_on)}; {due}.",
        )
    if clock.stopped_on is None:
        return _finding(
            "not-defined",
            acknowledged,
            cited,
            f"Stage {number} was acknowledged on {said(acknowledged.fact.happened_on)}, but no "
            f"complaint definition is on record; {due}.",
        )
    return _finding(
        "acknowledged-late",
        acknowledged,
        cited,
        f"Stage {number} was acknowledged on {said(clock.stopped_on)}; {due}.",
    )


def _extension_lacks(extension: Extension, lack: Lack, stage: StageClocks) -> Finding:
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
    return Finding(
        code=f"extension-{lack}",
        sequence=extension.entry.sequence,
        cited=cited,
        says=f"The extension of stage {number} to {said(extension.until)} does not move the due "
        f"day: {why}.",
        stage=number,
        cure=_cure(lack, limit_on),
        against=None if _approved(extension, lack) else ObjectionKind.BREACH,
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


# --- findings across the stages


def _escalated_too_early(clocks: CaseClocks) -> Iterator[Finding]:
    first, second = clocks.stage(1), clocks.stage(2)
    if first is None or second is None or first.history.ended:
        return
    requested_on = second.history.opened_on
    if first.answered_on is not None and first.answered_on <= requested_on:
        return
    due_on = _due_as_known_on(requested_on, first)
    if clocks.edition.short_title != clocks.edition.first_numbered:
        cited = Citation(number="5.11", edition=clocks.edition.short_title)
    elif due_on is not None and due_on < requested_on:
        return  # stage 1 overdue: the resident need not wait for it (6.10)
    else:
        cited = clocks.edition.cite("6.10")
    yield Finding(
        code="escalated-before-answer",
        sequence=second.history.opened.sequence,
        cited=cited,
        says=f"Stage 2 was requested on {said(requested_on)}, before stage 1 was answered"
        + (f", which was due by {said(due_on)}." if due_on else "."),
        stage=2,
        cure="Answer stage 1; if the resident is still dissatisfied then, take it to stage 2."
        + (f" From the day after {said(due_on)} it can go on unanswered." if due_on else ""),
        against=ObjectionKind.BREACH,
    )


def _due_as_known_on(day: date, stage: StageClocks) -> date | None:
    """The earlier of the response's due day and the backstop, as far as they ran on a day."""
    running = [
        clock.due_on
        for clock in (stage.response, stage.backstop)
        if clock and clock.due_on and clock.started_on and clock.started_on <= day
    ]
    return min(running, default=None)


def _same_person(case: Case, edition: CodeEdition) -> Iterator[Finding]:
    second = case.stage(2)
    if second is None or second.assigned is None:
        return
    if second.handler in considered_stage_1(case):
        yield Finding(
            code="same-person-at-both-stages",
            sequence=second.assigned.sequence,
            cited=edition.cite("6.13", 2),
            says=f"{second.handler} considered stage 1 and was given stage 2 as well.",
            stage=2,
            cure="Give stage 2 to somebody who had no part in stage 1.",
            against=ObjectionKind.BREACH,
        )


def _no_updates_agreed(case: Case, stage: StageClocks, edition: CodeEdition) -> Iterator[Finding]:
    """An answer outside the timescale, and no interval of updates was agreed (5.9).

    A log holds nothing of the kind, so its silence shows nothing.
    """
    answered, number = stage.history.answered, stage.history.number
    if answered is None or answered.source is not Source.PERSON:
        return
    agreed = any(
        getattr(entry.fact, "stage", 0) == number
        for entry in case.of_kind("update-interval-agreed")
    )
    if stage.response.settled is Verdict.MISSED and not agreed:
        yield Finding(
            code="no-updates-agreed",
            sequence=answered.sequence,
            cited=edition.cite("5.9", number),
            says=f"Stage {number} was answered outside its timescale, and it was not agreed with "
            "the resident how often they would be updated.",
            stage=number,
        )


def _finding(code: str, entry: Entry, cited: Citation, says: str) -> Finding:
    return Finding(code=code, sequence=entry.sequence, cited=cited, says=says)


def _cited(timescale: Timescale) -> Citation:
    return Citation(number=timescale.provision, edition=timescale.edition)

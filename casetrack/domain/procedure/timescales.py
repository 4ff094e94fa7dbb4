"""What the clocks of a case show against the Code.

Knows provisions by the numbers of the 2024 Code; the case's own edition says how each is cited.
"""

from collections.abc import Iterator
from datetime import date

from casetrack.domain.case import Case
from casetrack.domain.clock import Clock, Verdict
from casetrack.domain.clocks import CaseClocks, StageClocks
from casetrack.domain.code import Citation, CodeEdition, Timescale
from casetrack.domain.facts import Entry, Source
from casetrack.domain.objections import Finding, ObjectionKind
from casetrack.domain.procedure.extending import by_extensions
from casetrack.domain.procedure.standing import considered_stage_1
from casetrack.domain.record import recorded_since
from casetrack.domain.words import same_name
from casetrack.domain.working_days import said


def by_the_clocks(case: Case, clocks: CaseClocks) -> Iterator[Finding]:
    """Give every departure that hangs on days and stages."""
    for stage in (*clocks.overturned, *clocks.stages):
        yield from _at_stage(stage)
    for stage in clocks.stages:
        yield from _no_updates_agreed(case, stage, clocks.edition)
    yield from _escalated_too_early(case, clocks)
    yield from _same_person(case, clocks.edition)


# --- findings at one stage


def _at_stage(stage: StageClocks) -> Iterator[Finding]:
    acknowledgement, history = stage.acknowledgement, stage.history
    if acknowledgement and acknowledgement.settled is Verdict.MISSED:
        yield _acknowledgement_missed(stage, acknowledgement)
    yield from by_extensions(stage)
    response = stage.response
    if history.ended and response.settled is Verdict.MISSED and response.due_on:
        yield _finding(
            "not-answered",
            history.ended,
            _cited(response.timescale),
            f"Stage {history.number} was not answered by the due day, {said(response.due_on)}, "
            "before it ended.",
            history.number,
        )
    if history.over and history.over is history.overtaken and response.due_on:
        yield _finding(
            "not-answered",
            history.over,
            _cited(response.timescale),
            f"Stage {history.number} was never answered, which was due by "
            f"{said(response.due_on)}; stage 2 was, on {said(history.over.fact.happened_on)}.",
            history.number,
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
            history.number,
        )


def _acknowledgement_missed(stage: StageClocks, clock: Clock) -> Finding:
    history = stage.history
    due = f"it was due by {said(clock.due_on)}" if clock.due_on else "it has no due day"
    number, cited = history.number, _cited(clock.timescale)
    acknowledged = history.acknowledged
    if acknowledged is None:
        entry = history.over or history.opened
        says = f"Stage {number} was never acknowledged; {due}."
        return _finding("not-acknowledged", entry, cited, says, number)
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
            number,
        )
    if clock.stopped_on is None:
        return _finding(
            "not-defined",
            acknowledged,
            cited,
            f"Stage {number} was acknowledged on {said(acknowledged.fact.happened_on)}, but no "
            f"complaint definition is on record; {due}.",
            number,
        )
    return _finding(
        "acknowledged-late",
        acknowledged,
        cited,
        f"Stage {number} was acknowledged on {said(clock.stopped_on)}; {due}.",
        number,
    )


# --- findings across the stages


def _escalated_too_early(case: Case, clocks: CaseClocks) -> Iterator[Finding]:
    second = clocks.stage(2)
    if second is None:
        return
    requested, requested_on = second.history.opened, second.history.opened_on
    first = clocks.of(case.stage_then(1, requested))
    if first is None:
        return
    ended = first.history.ended
    if ended is not None and (
        case.entries.index(ended) < case.entries.index(requested)
        or recorded_since(requested, ended)
    ):
        return
    if first.answered_on is not None and first.answered_on <= requested_on:
        return
    due_on = _due_as_known_on(requested_on, first)
    edition, how = clocks.edition, ""
    if edition.short_title != edition.first_numbered:
        cited = Citation(number="5.11", edition=edition.short_title)
        how = f" {edition.short_title} has no stage 2 without it, however late the answer is."
    elif due_on is not None and due_on < requested_on:
        return  # stage 1 overdue: the resident need not wait for it (6.10)
    else:
        cited = edition.cite("6.10")
        how = f" From the day after {said(due_on)} it can go on unanswered." if due_on else ""
    yield Finding(
        code="escalated-before-answer",
        sequence=requested.sequence,
        cited=cited,
        says=f"Stage 2 was requested on {said(requested_on)}, before stage 1 was answered"
        + (f", which was due by {said(due_on)}." if due_on else "."),
        stage=2,
        reason="stage 1 has not been answered"
        + (f"; it {_was(due_on, requested_on)} due by {said(due_on)}" if due_on else ""),
        cure="Answer stage 1; if the resident is still dissatisfied then, take it to stage 2."
        + how,
        against=ObjectionKind.BREACH,
    )


def _was(day: date, by: date) -> str:
    return "was" if day < by else "is"


def _due_as_known_on(day: date, stage: StageClocks) -> date | None:
    """The earlier of the response's due day and the backstop, as they ran on a day."""
    given = [e for e in stage.extensions if e.valid and e.entry.fact.happened_on <= day]
    running = []
    for clock in (stage.response, stage.backstop):
        if clock and clock.due_on and clock.started_on and clock.started_on <= day:
            dues = (*clock.earlier_due_on, clock.due_on)
            running.append(dues[min(len(given), len(dues) - 1)])
    return min(running, default=None)


def _same_person(case: Case, edition: CodeEdition) -> Iterator[Finding]:
    second = case.stage(2)
    if second is None or second.assigned is None:
        return
    if same_name(second.handler) in considered_stage_1(case):
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
    """An answer outside the timescale, and no interval of updates was agreed by then (5.9).

    A log holds nothing of the kind, so its silence shows nothing.
    """
    answered, number = stage.history.answered, stage.history.number
    if answered is None or answered.source is not Source.PERSON:
        return
    agreed = any(
        getattr(entry.fact, "stage", 0) == number
        and entry.fact.happened_on <= answered.fact.happened_on
        for entry in case.of_kind("update-interval-agreed")
    )
    if stage.response.settled is Verdict.MISSED and not agreed:
        yield Finding(
            code="no-updates-agreed",
            sequence=answered.sequence,
            cited=edition.cite("5.9", number),
            says=f"Stage {number} was answered outside its timescale, and it was not agreed with "
            "the resident by then how often they would be updated.",
            stage=number,
        )


def _finding(code: str, entry: Entry, cited: Citation, says: str, stage: int) -> Finding:
    return Finding(code=code, sequence=entry.sequence, cited=cited, says=says, stage=stage)


def _cited(timescale: Timescale) -> Citation:
    return Citation(number=timescale.provision, edition=timescale.edition)

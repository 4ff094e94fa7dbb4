"""What a case file holds beside its clocks and its history: headings, and lines under each.

Knows values and words; how a page is laid out is for a front end.
"""

from collections.abc import Iterator
from datetime import date

from casetrack.domain.codec import to_plain
from casetrack.domain.facts import DeadlineMoved, Source
from casetrack.domain.working_days import said
from casetrack.service.casework import CaseView
from casetrack.service.wording import objection_in_words


def sections_of(view: CaseView) -> Iterator[tuple[str, list[str]]]:
    """Give what a case file holds beside its clocks and history: a heading, and lines."""
    judged, case = view.judged, view.judged.case
    for stage in case.stages:
        points = [f"{number}  {point}" for number, point in enumerate(case.points(stage.number), 1)]
        if stage.definition is not None or stage.number == 1:
            yield f"Stage {stage.number}: points of the complaint", points
        if stage.definition is not None:
            yield "Outcomes sought", list(stage.definition.outcomes_sought)
    yield "Promised to the resident", _promises(view)
    yield "Due days that a bank holiday moved", _moved(view)
    yield "Findings", [f"{finding.cited}: {finding.says}" for finding in judged.findings]
    yield "Taken for granted", [each.says for each in judged.assumptions]
    yield (
        "Left out, for it contradicts the record",
        [f"entry {each.sequence}: {objection_in_words(each)}" for each in judged.objections],
    )
    yield "Due dates in the landlord's log", _recorded_due(view)


def _promises(view: CaseView) -> list[str]:
    """What letters promised stays a promise, whatever a bank holiday does to the computed day."""
    return [
        f"{said(promised)} by {entry.fact.kind.replace('-', ' ')} of "
        f"{said(entry.fact.happened_on)} (entry {entry.sequence})"
        for entry in view.judged.case.of_kind("letter-issued")
        if (promised := getattr(entry.fact, "promised_on", None)) is not None
    ]


def _moved(view: CaseView) -> list[str]:
    """What casetrack itself recorded when the calendar changed; nobody else moves a due day."""
    return [
        f"{fact.clock}: was due {said(fact.was_due_on)}, now {said(fact.due_on)}: {fact.because}"
        for entry in view.history
        if isinstance(fact := entry.fact, DeadlineMoved) and entry.source is Source.CASETRACK
    ]


def _recorded_due(view: CaseView) -> list[str]:
    lines = []
    for entry in view.judged.case.recorded_due:
        plain = to_plain(entry.fact)
        stage = view.judged.clocks.stage(int(str(plain["stage"]))) if view.judged.clocks else None
        due_on = stage.response.due_on if stage else None
        recorded = date.fromisoformat(str(plain["due_on"]))
        due_days = (due_on, *(stage.response.earlier_due_on if stage else ()))
        agrees = "the same" if recorded in due_days else f"by the Code {_day(due_on)}"
        lines.append(f"stage {plain['stage']} answer: {said(recorded)}; {agrees}")
    return lines


def _day(day: date | None) -> str:
    return said(day) if day else "none yet"

"""`casetrack case show`: one case on one page, what everybody has to know first."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import print_json, say, table, wrapped
from casetrack.cli.recorded import entry_as_plain, finding_as_plain
from casetrack.cli.records import holding_in_words
from casetrack.cli.timeline import clocks_table
from casetrack.domain.codec import personal_fields, to_plain
from casetrack.domain.facts import DeadlineMoved, Entry, EntryCorrected
from casetrack.domain.working_days import said
from casetrack.service.what_if import clock_as_plain
from casetrack.service.wording import fact_in_words, fields_in_words, objection_in_words

if TYPE_CHECKING:
    from casetrack.service.casework import CaseView


@click.command()
@click.argument("reference")
@today_option
@json_option
@config_option
def show(reference: str, today: date, json_: bool) -> None:
    """What is on record of a case: its clocks, findings and history.

    Example: casetrack case show 2026/0412
    """
    with open_casetrack() as casetrack:
        view = casetrack.casework.show(reference)
    if json_:
        print_json(_as_plain(view, today))
        return
    _say_heading(view)
    if view.clocks:
        say("\n" + clocks_table(view.clocks, view.calendar, today))
    for heading, lines in _sections(view):
        if lines:
            say(f"\n{heading}\n" + "\n".join(wrapped(f"  {line}", hanging=4) for line in lines))
    say("\nHistory")
    in_order = sorted(view.history, key=lambda e: (e.fact.happened_on, e.sequence))
    rows = [_entry_row(entry) for entry in in_order]
    say(table(("", "Day", "What", "", "By"), rows, indent=2, gives_way=(3,)))


def _say_heading(view: "CaseView") -> None:
    about, case = view.about, view.judged.case
    handler = next((s.handler for s in reversed(case.stages) if s.handler), "")
    parts = (view.reference, about.resident, about.category, about.service_area, view.state)
    say("   ".join(part for part in (*parts, handler) if part))
    if view.resident:
        for holding in view.resident:
            say(wrapped(holding_in_words(holding), hanging=2))
    words = case.complaint.summary or case.complaint.words if case.complaint else ""
    if words:
        say(wrapped(f"“{words}”"))
    if case.complaint and (reached := case.complaint.reached_team_on):
        days = view.calendar.count(case.complaint.happened_on, reached)
        say(
            f"Hand-over: {days} working days until it reached the complaints team, {said(reached)}."
        )
    edition = view.judged.edition
    say(f"Under {edition.title}." if edition else "No edition of the Code is held for it.")


def _sections(view: "CaseView") -> Iterator[tuple[str, list[str]]]:
    judged, case = view.judged, view.judged.case
    for stage in case.stages:
        points = [f"{number}  {point}" for number, point in enumerate(case.points(stage.number), 1)]
        if stage.definition is not None or stage.number == 1:
            yield f"Stage {stage.number}: points of the complaint", points
        if stage.definition is not None:
            yield "Outcomes sought", list(stage.definition.outcomes_sought)
    yield "Promised to the resident", _promises(view)
    yield "Findings", [f"{finding.cited}: {finding.says}" for finding in judged.findings]
    yield "Taken for granted", [each.says for each in judged.assumptions]
    yield (
        "Left out, for it contradicts the record",
        [f"entry {each.sequence}: {objection_in_words(each)}" for each in judged.objections],
    )
    yield "Due dates in the landlord's log", _recorded_due(view)


def _promises(view: "CaseView") -> list[str]:
    """What letters promised stays a promise, whatever a bank holiday does to the computed day."""
    lines = [
        f"{said(promised)} by {entry.fact.kind.replace('-', ' ')} of "
        f"{said(entry.fact.happened_on)} (entry {entry.sequence})"
        for entry in view.judged.case.of_kind("letter-issued")
        if (promised := getattr(entry.fact, "promised_on", None)) is not None
    ]
    moved = [
        f"{fact.clock}: was due {said(fact.was_due_on)}, now {said(fact.due_on)}: {fact.because}"
        for entry in view.history
        if isinstance(fact := entry.fact, DeadlineMoved)
    ]
    return lines + moved


def _recorded_due(view: "CaseView") -> list[str]:
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


def _entry_row(entry: Entry) -> tuple[str, ...]:
    fact = entry.fact
    hidden = {name.replace("_", " ") for name in personal_fields(fact.kind)}
    shown = {name: value for name, value in fields_in_words(fact).items() if name not in hidden}
    if isinstance(fact, EntryCorrected):
        shown = {"entry": str(fact.corrects), "because": fact.because}
    details = ", ".join(f"{name} {value}" for name, value in shown.items())
    what = fact_in_words(fact).rpartition(",")[0]
    by = f"{entry.recorded_by} ({entry.source.value})"
    return (str(entry.sequence), said(fact.happened_on), what, details, by)


def _as_plain(view: "CaseView", today: date) -> dict[str, Any]:
    judged, complaint = view.judged, view.judged.case.complaint
    holds = [
        {"fact": each.kind, "what": each.what, "review_on": _iso(each.review_on)}
        for each in view.resident or ()
    ]
    return {
        "reference": view.reference,
        "state": view.state,
        "edition": judged.edition.name if judged.edition else None,
        "complaint": to_plain(complaint) if complaint else None,
        "resident_holds": holds,
        "points": {
            str(stage.number): list(judged.case.points(stage.number))
            for stage in judged.case.stages
        },
        "clocks": [clock_as_plain(clock, today) for clock in view.clocks],
        "findings": [finding_as_plain(finding) for finding in judged.findings],
        "assumptions": [
            {"code": each.code, "stage": each.stage, "assumption": each.says}
            for each in judged.assumptions
        ],
        "entries": len(view.history),
        "history": [entry_as_plain(entry) for entry in view.history],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

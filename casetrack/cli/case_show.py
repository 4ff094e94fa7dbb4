"""`casetrack case show`: one case on one page, what everybody has to know first."""

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
from casetrack.domain.facts import Entry, EntryCorrected
from casetrack.domain.working_days import said
from casetrack.service.case_sections import sections_of
from casetrack.service.what_if import clock_as_plain
from casetrack.service.wording import fact_in_words, fields_in_words

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
    _say_heading(view, today)
    if view.clocks:
        say("\n" + clocks_table(view.clocks, view.calendar, today))
    for heading, lines in sections_of(view):
        if lines:
            say(f"\n{heading}\n" + "\n".join(wrapped(f"  {line}", hanging=4) for line in lines))
    say("\nHistory")
    in_order = sorted(view.history, key=lambda e: (e.fact.happened_on, e.sequence))
    corrected = {
        each.fact.corrects: f"{'corrected' if each.fact.replacement else 'taken out'} by entry "
        f"{each.sequence}"
        for each in view.history
        if isinstance(each.fact, EntryCorrected)
    }
    rows = [_entry_row(entry, corrected.get(entry.sequence, "")) for entry in in_order]
    say(table(("", "Day", "What", "", "By"), rows, indent=2, gives_way=(3,)))


def _say_heading(view: "CaseView", today: date) -> None:
    about, case = view.about, view.judged.case
    handler = next((s.handler for s in reversed(case.stages) if s.handler), "")
    parts = (view.reference, about.resident, about.category, about.service_area, view.state)
    say("   ".join(part for part in (*parts, handler) if part))
    if view.resident:
        for holding in view.resident.on(today):
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


def _entry_row(entry: Entry, corrected: str) -> tuple[str, ...]:
    fact = entry.fact
    hidden = {name.replace("_", " ") for name in personal_fields(fact.kind)}
    shown = {name: value for name, value in fields_in_words(fact).items() if name not in hidden}
    if isinstance(fact, EntryCorrected):
        shown = {"entry": str(fact.corrects), "because": fact.because}
    details = ", ".join(f"{name} {value}" for name, value in shown.items())
    what = fact_in_words(fact).rpartition(",")[0] + (f" ({corrected})" if corrected else "")
    by = f"{entry.recorded_by} ({entry.source.value})"
    return (str(entry.sequence), said(fact.happened_on), what, details, by)


def _as_plain(view: "CaseView", today: date) -> dict[str, Any]:
    judged, complaint = view.judged, view.judged.case.complaint
    holds = [
        {
            "fact": each.kind,
            "what": each.what,
            "review_on": _iso(each.review_on),
            "until": _iso(each.until),
        }
        for each in (view.resident.on(today) if view.resident else ())
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

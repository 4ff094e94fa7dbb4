"""`casetrack case show` and `case why`: one case, and the proof of each of its dates."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.dates import days_table
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import print_json, say, table, wrapped
from casetrack.cli.timeline import clocks_table
from casetrack.domain.clock import name_of
from casetrack.domain.codec import to_plain
from casetrack.domain.facts import Entry, EntryCorrected
from casetrack.domain.working_days import said
from casetrack.service.what_if import clock_as_plain

if TYPE_CHECKING:
    from casetrack.service.casework import CaseView, Why


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
    complaint = view.judged.case.complaint
    who = [complaint.resident, complaint.category, complaint.service_area] if complaint else []
    handler = next((s.handler for s in reversed(view.judged.case.stages) if s.handler), "")
    say("   ".join(part for part in (view.reference, *who, view.state, handler) if part))
    if complaint and complaint.summary:
        say(f"“{complaint.summary}”")
    edition = view.judged.edition
    say(f"Under {edition.title}." if edition else "No edition of the Code is held for it.")
    if view.clocks:
        say("\n" + clocks_table(view.clocks, view.calendar, today))
    findings = [f"  {finding.cited}: {finding.says}" for finding in view.judged.findings]
    taken = [f"  {each.says}" for each in view.judged.assumptions]
    left_out = [
        f"  entry {each.sequence}: {each.reason}. {each.cure}" for each in view.judged.case.left_out
    ]
    for heading, lines in (
        ("Findings", findings),
        ("Taken for granted", taken),
        ("Left out, for it contradicts the record", left_out),
        ("Due dates in the landlord's log", _recorded_due(view)),
    ):
        if lines:
            say(f"\n{heading}\n" + "\n".join(wrapped(line, hanging=4) for line in lines))
    say("\nHistory")
    in_order = sorted(view.history, key=lambda e: (e.fact.happened_on, e.sequence))
    rows = [_entry_row(entry) for entry in in_order]
    say(table(("", "Day", "What", "", "By"), rows, indent=2, gives_way=(3,)))


def _recorded_due(view: "CaseView") -> list[str]:
    lines = []
    for entry in view.judged.case.recorded_due:
        plain = to_plain(entry.fact)
        stage = view.judged.clocks.stage(int(str(plain["stage"]))) if view.judged.clocks else None
        due_on = stage.response.due_on if stage else None
        recorded = date.fromisoformat(str(plain["due_on"]))
        due_days = (due_on, *(stage.response.earlier_due_on if stage else ()))
        agrees = "the same" if recorded in due_days else f"by the Code {_day(due_on)}"
        lines.append(f"  stage {plain['stage']} answer: {said(recorded)}; {agrees}")
    return lines


def _day(day: date | None) -> str:
    return said(day) if day else "none yet"


def _entry_row(entry: Entry) -> tuple[str, ...]:
    fact = entry.fact
    plain = {
        name: value
        for name, value in to_plain(fact).items()
        if name not in ("stage", "summary", "address", "resident", "outcome_sought")
    }
    stage = f"stage {getattr(fact, 'stage', '')} " if hasattr(fact, "stage") else ""
    if "amount_pence" in plain:
        plain["amount"] = f"£{int(str(plain.pop('amount_pence'))) / 100:,.2f}"
    if isinstance(fact, EntryCorrected):
        plain = {"entry": fact.corrects, "because": fact.because}
    details = ", ".join(
        f"{name.replace('_', ' ')} {_shown(value)}" for name, value in plain.items()
    )
    return (
        str(entry.sequence),
        said(fact.happened_on),
        f"{stage}{fact.kind.replace('-', ' ')}",
        details,
        f"{entry.recorded_by} ({entry.source.value})",
    )


def _shown(value: object) -> str:
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case str() if len(value) == 10 and value[4:5] == "-" == value[7:8]:
            return said(date.fromisoformat(value))
        case _:
            return str(value)


def _as_plain(view: "CaseView", today: date) -> dict[str, Any]:
    judged = view.judged
    complaint = judged.case.complaint
    return {
        "reference": view.reference,
        "state": view.state,
        "edition": judged.edition.name if judged.edition else None,
        "complaint": to_plain(complaint) if complaint else None,
        "clocks": [clock_as_plain(clock, today) for clock in view.clocks],
        "findings": [
            {
                "entry": finding.sequence,
                "code": finding.code,
                "provision": finding.cited.shown,
                "finding": finding.says,
            }
            for finding in judged.findings
        ],
        "assumptions": [
            {"code": each.code, "stage": each.stage, "assumption": each.says}
            for each in judged.assumptions
        ],
        "history": [
            {
                "entry": entry.sequence,
                "on": entry.fact.happened_on.isoformat(),
                "fact": entry.fact.kind,
                **to_plain(entry.fact),
                "recorded_at": entry.recorded_at.isoformat() if entry.recorded_at else None,
                "recorded_by": entry.recorded_by,
                "source": entry.source.value,
            }
            for entry in view.history
        ],
    }


@click.command()
@click.argument("reference")
@today_option
@json_option
@config_option
def why(reference: str, today: date, json_: bool) -> None:
    """Why each date of a case is what it is, day by day.

    Example: casetrack case why 2026/0412
    """
    with open_casetrack() as casetrack:
        view = casetrack.casework.show(reference)
        proofs = casetrack.casework.why(view, today)
    if json_:
        print_json([_why_as_plain(each, today) for each in proofs])
        return
    for each in proofs:
        say(_why_as_text(each) + "\n")
    if not proofs:
        say("\n".join(finding.says for finding in view.judged.findings) or "It has no clocks.")


def _why_as_text(each: "Why") -> str:
    clock, explanation = each.clock, each.explanation
    if explanation is None or clock.started_on is None:
        due_on = f": judged by the backstop, {said(clock.due_on)}" if clock.due_on else ""
        return f"{name_of(clock).capitalize()}{due_on}: no acknowledgement ever started its time."
    notes = [*explanation.notes, f"{explanation.rule} Calendar {clock.calendar_version[:12]}."]
    return "\n".join(
        [
            wrapped(explanation.sentence),
            days_table(clock.started_on, explanation.days),
            *map(wrapped, notes),
        ]
    )


def _why_as_plain(each: "Why", today: date) -> dict[str, Any]:
    plain = clock_as_plain(each.clock, today)
    if each.explanation is None:
        return {**plain, "sentence": None, "days": [], "notes": [], "rule": None}
    return {
        **plain,
        "calendar_version": each.clock.calendar_version,
        "sentence": each.explanation.sentence,
        "days": [
            {
                "date": day.date.isoformat(),
                "counted": day.counted,
                "number": day.number,
                "reason": day.reason,
            }
            for day in each.explanation.days
        ],
        "notes": list(each.explanation.notes),
        "rule": each.explanation.rule,
    }

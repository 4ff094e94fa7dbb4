"""`casetrack case why`: the proof of each of a case's dates."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.dates import days_table
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import print_json, say, wrapped
from casetrack.service.proofs import notes_of, sentence_of
from casetrack.service.what_if import clock_as_plain

if TYPE_CHECKING:
    from casetrack.service.casework import Why


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
        return sentence_of(each)
    return "\n".join(
        [
            wrapped(sentence_of(each)),
            days_table(clock.started_on, explanation.days),
            *map(wrapped, notes_of(each)),
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

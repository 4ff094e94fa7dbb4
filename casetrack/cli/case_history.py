"""`casetrack case history`: who recorded what and when, and what was corrected."""

from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option
from casetrack.cli.output import print_json, say, wrapped
from casetrack.cli.record import record_kind
from casetrack.cli.recorded import entry_as_plain
from casetrack.domain.codec import to_plain
from casetrack.service.told_words import came_of_it, contents, headline, recorded_by

if TYPE_CHECKING:
    from casetrack.service.casework import Told


@click.command()
@click.argument("reference")
@json_option
@config_option
def history(reference: str, json_: bool) -> None:
    """Who recorded what, when; what a correction replaced; what was recorded late.

    REFERENCE is a case, a resident (R0007) or "landlord".

    Example: casetrack case history 2026/0412
    """
    kind = record_kind(reference)
    with open_casetrack() as casetrack:
        if kind == "case":
            told = casetrack.casework.told(casetrack.casework.show(reference))
        else:
            told = casetrack.casework.told(casetrack.casework.record(kind, reference))
    if json_:
        print_json([_as_plain(each) for each in told])
        return
    for each in told:
        _say(each)


def _as_plain(told: "Told") -> dict[str, Any]:
    was = told.was
    return {
        **entry_as_plain(told.entry),
        "recorded_late": told.late,
        "corrected_by": told.corrected_by,
        "replaced": {"fact": was.kind, "on": was.happened_on.isoformat(), **to_plain(was)}
        if was
        else None,
        "findings": list(told.findings),
        "left_out": told.left_out or None,
    }


def _say(told: "Told") -> None:
    entry = told.entry
    marks = [" (recorded late)"] if told.late else []
    if told.corrected_by is not None:
        marks.append(f" (corrected by entry {told.corrected_by})")
    say(f"{entry.sequence:>4}  {headline(entry.fact)}{''.join(marks)}")
    say(f"      {recorded_by(told)}")
    for name, words in (*contents(told), *came_of_it(told)):
        if words:
            say(wrapped(f"      {name}: {words}", hanging=8))

"""`casetrack case history`: who recorded what and when, and what was corrected."""

from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option
from casetrack.cli.output import print_json, say, wrapped
from casetrack.cli.record import record_kind
from casetrack.cli.recorded import entry_as_plain
from casetrack.domain.codec import to_plain
from casetrack.domain.facts import EntryCorrected, Fact
from casetrack.domain.working_days import said
from casetrack.service.wording import fact_in_words, fields_in_words

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
    moment = f", {entry.recorded_at:%-d %b %Y %H:%M} UTC" if entry.recorded_at else ""
    marks = [" (recorded late)"] if told.late else []
    if told.corrected_by is not None:
        marks.append(f" (corrected by entry {told.corrected_by})")
    by = f"{entry.recorded_by} ({entry.source.value}){moment}"
    say(f"{entry.sequence:>4}  {_headline(entry.fact)}{''.join(marks)}")
    say(f"      {by}")
    if isinstance(entry.fact, EntryCorrected):
        _say_correction(entry.fact, told.was)
    else:
        _say_fields(entry.fact)
    said_already = getattr(entry.fact, "because", "") == entry.because
    for heading, words in (
        ("because", "" if said_already else entry.because),
        ("left out", told.left_out),
        *(("finding", finding) for finding in told.findings),
    ):
        if words:
            say(wrapped(f"      {heading}: {words}", hanging=8))


def _headline(fact: Fact) -> str:
    if isinstance(fact, EntryCorrected):
        what = "corrected" if fact.replacement else "taken out"
        return f"entry {fact.corrects} {what}, {said(fact.happened_on)}"
    return fact_in_words(fact)


def _say_correction(fact: EntryCorrected, was: Fact | None) -> None:
    before = _fields(was) if was else {}
    after = _fields(fact.replacement) if fact.replacement else {}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, "–"), after.get(name, "–")
        if old != new:
            say(wrapped(f"      {name}: {old} → {new}", hanging=8))
    if fact.because:
        say(wrapped(f"      because: {fact.because}", hanging=8))


def _fields(fact: Fact) -> dict[str, str]:
    return {"day": said(fact.happened_on), **fields_in_words(fact)}


def _say_fields(fact: Fact) -> None:
    for name, value in fields_in_words(fact).items():
        say(wrapped(f"      {name}: {value}", hanging=8))

"""`casetrack resident` and `casetrack landlord`: the records beside the cases."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import ExitCode, print_json, say, table, wrapped
from casetrack.cli.record import order_from, run_on_fact
from casetrack.cli.recorded import entry_as_plain, finding_as_plain, print_recorded
from casetrack.cli.timeline import clocks_table
from casetrack.domain.working_days import said, short_day
from casetrack.service import wording
from casetrack.service.what_if import clock_as_plain

if TYPE_CHECKING:
    from casetrack.domain.resident import Holding, Resident
    from casetrack.service.casework import RecordView


@click.group(no_args_is_help=True)
@config_option
def resident() -> None:
    """Residents: register, find, and show what holds for each of their cases."""


@resident.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def register(context: click.Context, words: tuple[str, ...]) -> ExitCode:
    """Register a resident, who is given a reference such as R0007.

    `casetrack record --help resident-registered` lists the options.

    Example: casetrack resident register --name "Żofia O'Neill-Żak" --preferred-contact phone
    """
    kind = "resident-registered"

    def handed(given: dict[str, Any]) -> ExitCode:
        with open_casetrack() as casetrack:
            order = order_from(casetrack, "", kind, given)
            recorded = casetrack.recording.record(order)
        return print_recorded(recorded, order.today, as_json=given["json_"])

    return run_on_fact(context, kind, words, handed, words="")


@resident.command()
@click.argument("words", nargs=-1, required=True)
@json_option
@config_option
def find(words: tuple[str, ...], json_: bool) -> None:
    """Residents by their name, address, household or reference.

    Example: casetrack resident find zak
    """
    with open_casetrack() as casetrack:
        found = casetrack.casework.find_residents(" ".join(words))
    if json_:
        print_json([{"reference": v.name.reference, "name": v.resident.name} for v in found])
        return
    rows = [
        (v.name.reference, v.resident.name, _address(v.resident), f"{len(v.cases)} cases")
        for v in found
    ]
    say(table(("Resident", "Name", "Address", ""), rows, gives_way=(1, 2)) if rows else "Nobody.")


def _address(resident_: "Resident") -> str:
    return resident_.registered.address if resident_.registered else ""


@resident.command()
@click.argument("reference")
@today_option
@json_option
@config_option
def show(reference: str, today: date, json_: bool) -> None:
    """What holds for a resident, their cases and their household.

    Example: casetrack resident show R0007
    """
    with open_casetrack() as casetrack:
        view = casetrack.casework.record("resident", reference)
    if json_:
        print_json(_as_plain(view, today))
        return
    registered = view.resident.registered
    parts = [view.name.reference, view.resident.name]
    if registered:
        parts += [registered.address, registered.phone, registered.email]
    say("   ".join(part for part in parts if part))
    if registered and registered.preferred_contact:
        say(f"Prefers: {registered.preferred_contact}")
    for holding in view.resident.on(today):
        say(wrapped(holding_in_words(holding), hanging=2))
    if view.household:
        say(f"Same household: {', '.join(view.household)}")
    if view.cases:
        rows = [(c.reference, short_day(c.received_on, today), c.state) for c in view.cases]
        say("\nCases\n" + table(("", "", ""), rows, indent=2))
    _say_clocks_and_findings(view, today)


def holding_in_words(each: "Holding") -> str:
    """Return something that holds for a resident, with the number that a review names."""
    return f"⚑ {wording.holding_in_words(each)} [entry {each.number}]"


def _say_clocks_and_findings(view: "RecordView", today: date) -> None:
    if view.judged.duties:
        say("\n" + clocks_table(view.judged.duties, view.calendar, today))
    for finding in view.judged.findings:
        say(wrapped(f"  {finding.cited}: {finding.says}", hanging=4))


def _as_plain(view: "RecordView", today: date) -> dict[str, Any]:
    return {
        "reference": view.name.reference,
        "name": view.resident.name,
        "holds": [
            {
                "entry": each.number,
                "fact": each.kind,
                "what": each.what,
                "since": each.since.isoformat(),
                "review_on": each.review_on.isoformat() if each.review_on else None,
                "until": each.until.isoformat() if each.until else None,
            }
            for each in view.resident.on(today)
        ],
        "cases": [case.reference for case in view.cases],
        "household": list(view.household),
        **_common(view, today),
    }


def _common(view: "RecordView", today: date) -> dict[str, Any]:
    return {
        "clocks": [clock_as_plain(clock, today) for clock in view.judged.duties],
        "findings": [finding_as_plain(each) for each in view.judged.findings],
        "history": [entry_as_plain(entry) for entry in view.history],
    }


@click.group(no_args_is_help=True)
@config_option
def landlord() -> None:
    """The landlord's own record: reports, duties, improvements, quality samples."""


@landlord.command("show")
@today_option
@json_option
@config_option
def show_landlord(today: date, json_: bool) -> None:
    """What is on the landlord's own record. `casetrack record landlord FACT` adds to it.

    Example: casetrack landlord show
    """
    with open_casetrack() as casetrack:
        view = casetrack.casework.record("landlord", "landlord")
    if json_:
        print_json(_common(view, today))
        return
    rows = [
        (str(e.sequence), said(e.fact.happened_on), e.fact.kind.replace("-", " "), e.recorded_by)
        for e in view.history
    ]
    say(table(("", "Day", "What", "By"), rows) if rows else "Nothing is recorded yet.")
    _say_clocks_and_findings(view, today)

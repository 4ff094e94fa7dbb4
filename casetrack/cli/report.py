"""`casetrack report metrics`: the figures of a period, and the cases behind each of them."""

import sys
from datetime import date
from typing import TYPE_CHECKING

import click

from casetrack.cli.bundle import bundle
from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import DAY, json_option, today_option
from casetrack.cli.output import print_json, say, table
from casetrack.domain.errors import BadInput
from casetrack.domain.periods import Period, reporting_year, year_of
from casetrack.domain.working_days import said

if TYPE_CHECKING:
    from casetrack.domain.metrics import Metrics


@click.group(no_args_is_help=True)
@config_option
def report() -> None:
    """The figures for a period, each traceable to its cases."""


report.add_command(bundle)


@report.command()
@click.option("--year", "year_name", help="1 April to 31 March, such as 2024-25.")
@click.option("--from", "first", type=DAY, help="The first day of the period.")
@click.option("--to", "last", type=DAY, help="The last day of the period.")
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "csv"]), default="table",
    show_default=True, help="How the figures are laid out.",
)  # fmt: skip
@click.option("--cases", "cell", help="List the cases behind a figure, named as in the JSON.")
@today_option
@json_option
@config_option
def metrics(
    year_name: str | None,
    first: date | None,
    last: date | None,
    format_: str,
    cell: str | None,
    today: date,
    json_: bool,
) -> None:
    """The timeliness figures of a period; the current year's without --year or --from and --to.

    Examples: casetrack report metrics --year 2024-25 --json

    casetrack report metrics --year 2024-25 --cases stages.1.responded_in_time.missing
    """
    from casetrack.reports import metrics as layouts  # only where figures are laid out

    period = _period(year_name, first, last, today)
    with open_casetrack() as casetrack:
        if cell:
            references = casetrack.reporting.cases(period, cell, today)
            if json_ or format_ == "json":
                print_json({"figure": cell, "cases": list(references)})
            else:
                say("\n".join((*references, f"{len(references)} in {cell}")))
            return
        found = casetrack.reporting.metrics(period, today)
    if json_ or format_ == "json":
        print_json(layouts.as_plain(found))
    elif format_ == "csv":
        from casetrack.reports.spreadsheet import as_csv  # only where one is asked for

        sys.stdout.buffer.write(b"\xef\xbb\xbf" + as_csv(found).encode())
    else:
        print_figures(found)


def _period(year_name: str | None, first: date | None, last: date | None, today: date) -> Period:
    if year_name and (first or last):
        raise BadInput("Give either --year or --from and --to, not both.")
    if bool(first) != bool(last):
        raise BadInput("--from and --to belong together: give both days, or --year 2024-25.")
    if first and last:
        return Period(first, last)
    return reporting_year(year_name or year_of(today))


def print_figures(found: "Metrics") -> None:
    """Print the figures as a table for people, with the options they were counted with."""
    from casetrack.reports import metrics as layouts  # only where figures are laid out

    for title, rows in layouts.as_lines(found):
        say(table((title, "Stage 1", "Stage 2"), rows) + "\n")
    escalation = layouts.shown(found.escalation, found.options.decimals)
    say(f"Escalated: {escalation} received at stage 1.")
    if found.refused_by_reason:
        reasons = ", ".join(
            f"{why or 'no reason'} {n}" for why, n in found.refused_by_reason.items()
        )
        say(f"Refused at stage 1: {reasons}.")
    if found.compensation_count:
        say(
            f"Compensation: £{found.compensation_pence / 100:,.2f} on "
            f"{found.compensation_count} complaints."
        )
    say("\nCounted with")
    for name, value in layouts.options_as_plain(found).items():
        say(f"  {name} = {str(value).lower() if isinstance(value, bool) else value}")
    say("CH02 over all tenures, by each way of counting it")
    decimals = found.options.decimals
    ways = [
        (f"  {how}", layouts.shown(s[1], decimals), layouts.shown(s[2], decimals))
        for how, s in found.ch02_otherwise.items()
    ]
    say(table(("", "Stage 1", "Stage 2"), ways))
    say("  CH01 and CH02 are to be checked against the Regulator's text before publishing.")
    taken = list(layouts.assumptions(found))
    if taken:
        say("\nTaken for granted")
        for _, stage, count, says in taken:
            say(f"  stage {stage}: {count}, {says}")
    say(f"\nAs on {said(found.today)}. Data {found.data_hash[:12]}.")

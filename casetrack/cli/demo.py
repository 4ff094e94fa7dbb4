"""`casetrack demo`: a made-up landlord, from its spreadsheet to worklist, digests and figures."""

import shlex
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casetrack.cli.imports import ProgressBar, print_errors, print_result
from casetrack.cli.options import london_today
from casetrack.cli.output import ExitCode, program, say
from casetrack.cli.report import print_figures
from casetrack.cli.worklist import digest_lines, due_table, summary_lines
from casetrack.domain.errors import BadInput, CouldNot
from casetrack.domain.periods import Period, reporting_year, year_of
from casetrack.domain.reminders import Urgency

if TYPE_CHECKING:
    from casetrack.bootstrap import Casetrack

_LOG = "complaint-log.xlsx"
_LINES = 15
_DIGESTS = 2


@click.command()
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default="casetrack-demo"
)
def demo(folder: Path) -> ExitCode:
    """A made-up landlord with a year and a quarter of complaints, in FOLDER.

    Writes its complaint log as a spreadsheet, imports it, and prints the worklist, this morning's
    digests and the year's figures; on a terminal the UI opens then. Nobody in it exists.

    Example: casetrack demo look-around
    """
    from casetrack.bootstrap import create, opened  # loads SQLModel

    today = london_today()
    settings = folder / "casetrack.toml"
    made = _write_landlord(folder, settings, today)
    if made:
        create(settings, environment=False)
    with opened(settings, environment=False) as casetrack:
        if made and not _import(casetrack, folder / _LOG, today):
            return ExitCode.COULD_NOT
        _show(casetrack, folder, today)
        if sys.stdin.isatty() and sys.stdout.isatty():
            return _open_ui(casetrack)
    return ExitCode.DONE


def _open_ui(casetrack: "Casetrack") -> ExitCode:
    from casetrack.cli.tui import run_ui  # loads Textual

    say("\nEnter opens the terminal UI on it (? shows its keys, ctrl+q leaves); Ctrl+C stops here.")
    try:
        sys.stdin.readline()
    except KeyboardInterrupt:
        return ExitCode.DONE
    return ExitCode(run_ui(casetrack))


def _write_landlord(folder: Path, settings: Path, today: date) -> bool:
    """Write settings and log; False where they are there already and kept."""
    from casetrack.demo.generator import demo_settings, write_demo_log  # loads xlsxwriter

    if settings.exists():
        say(f"Kept the landlord that is in {folder}; name another folder to make a new one.\n")
        return False
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(
            f"{folder} holds other files: name a new folder, as in `casetrack demo look-around`."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_demo_log(folder / _LOG, today)
        settings.write_text(demo_settings(folder, today), encoding="utf-8")
    except OSError as error:
        raise CouldNot(f"{folder} cannot be written: {error.strerror}.") from error
    say(f"A made-up landlord keeps its complaints in {folder / _LOG}. Importing it.")
    return True


def _import(casetrack: "Casetrack", log: Path, today: date) -> bool:
    from casetrack.service.importing import ImportOrder

    order = ImportOrder(
        path=log,
        recorded_by="demo",
        recorded_at=datetime.now(UTC),  # noqa: TID251  the edge
        today=today,
    )
    result = casetrack.importing.import_log(order, ProgressBar())
    if result.errors:
        print_errors(result)
        return False
    print_result(result, dry_run=False)
    return True


def _show(casetrack: "Casetrack", folder: Path, today: date) -> None:
    from casetrack.service.worklist import Wanted

    _title("The worklist")
    lines = casetrack.worklist.due(today, Wanted())
    say(due_table(lines[:_LINES], today) if lines else "Nothing is due.")
    if len(lines) > _LINES:
        say(f"… and {len(lines) - _LINES} more.")

    _title("This morning's digests")
    morning = casetrack.worklist.morning(today)
    for each in morning.digests[:_DIGESTS]:
        say("\n".join(digest_lines(each)) + "\n")
    say("\n".join(summary_lines(morning, casetrack.settings.landlord.name)))

    period = _period(today)
    _title(f"The figures of {period.year}")
    print_figures(casetrack.reporting.metrics(period, today))

    run, config = program(), f"--config {shlex.quote(str(folder / 'casetrack.toml'))}"
    late = [line.row.reference for line in lines if line.urgency is Urgency.LATE]
    reference = (late or [line.row.reference for line in lines] or ["REF"])[0]
    _title("Three commands to try next")
    say(f"  {run} case why {reference} {config}")
    say(f"  {run} due --within 2 {config}")
    say(
        f"  {run} report metrics --year {period.year} "
        f"--cases stages.1.responded_in_time.missing {config}"
    )


def _title(words: str) -> None:
    say(f"\n━━ {words} " + "━" * max(0, 76 - len(words)))


def _period(today: date) -> Period:
    """The reporting year so far; early in it, when it says little, the one before."""
    started = reporting_year(year_of(today)).first
    if today - started < timedelta(days=91):
        return reporting_year(year_of(started - timedelta(days=1)))
    return Period(started, today)

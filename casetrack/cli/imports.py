"""`casetrack import`: a complaint log comes in, all of it or nothing."""

import sys
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, london_today, recorded_by
from casetrack.cli.output import ExitCode, narrate, print_json, say, table
from casetrack.domain.errors import BadInput

if TYPE_CHECKING:
    from casetrack.service.importing import ImportFinding, ImportResult

_SHOWN = 3


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would come of it; save nothing.")
@click.option("--mapping", type=click.Path(path_type=Path), help="Your headings, in a TOML file.")
@click.option("--sheet", help="The sheet of a workbook.")
@click.option("--correct", is_flag=True, help="The log is right where it contradicts the record.")
@json_option
@config_option
def import_(
    file: Path, dry_run: bool, mapping: Path | None, sheet: str | None, correct: bool, json_: bool
) -> ExitCode:
    """Bring in a complaint log, CSV or XLSX: one row a complaint, all of it or nothing.

    The same file twice adds nothing; next month's log adds what is new. docs/import.md lists the
    columns and the headings they are known by.

    Example: casetrack import complaints.xlsx --dry-run
    """
    from casetrack.service.importing import ImportOrder  # loads SQLModel

    order = ImportOrder(
        path=file,
        recorded_by=recorded_by(),
        recorded_at=datetime.now(UTC),  # noqa: TID251  the edge
        today=london_today(),
        sheet=sheet,
        mapping=_mapping(mapping) if mapping else {},
        correct=correct,
        dry_run=dry_run,
    )
    with open_casetrack() as casetrack:
        result = casetrack.importing.import_log(order, ProgressBar())
    if json_:
        print_json(as_plain(result))
    print_notes(result)
    if result.errors:
        if not json_:
            print_errors(result)
        return ExitCode.BAD_INPUT
    if not json_:
        print_result(result, dry_run=dry_run)
    return ExitCode.DONE


def _mapping(path: Path) -> dict[str, str]:
    """Read a mapping file: your heading = "column"."""
    if not path.is_file():
        raise BadInput(f"There is no mapping file {path}: name a TOML file that is there.")
    try:
        table_ = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(
            f'The mapping {path} cannot be read: {error}. Write "Your heading" = "received", a '
            "line each."
        ) from error
    wrong = [key for key, value in table_.items() if not isinstance(value, str)]
    if wrong:
        raise BadInput(
            f'The mapping {path}: "{wrong[0]}" has to name a column, as in '
            f'"{wrong[0]}" = "received".'
        )
    return table_


class ProgressBar:
    """Shows on a terminal's stderr how far a long import has come."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, phase: str, done: int, total: int) -> None:
        if not self._shown or total < 2000:
            return
        filled = 30 * done // max(total, 1)
        bar = "█" * filled + "░" * (30 - filled)
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{phase:<8} {bar} {done:,} of {total:,}{end}")
        sys.stderr.flush()


def as_plain(result: "ImportResult") -> dict[str, Any]:
    """Return what an import did as the JSON that stays stable."""
    return {
        "imported": result.imported if not result.errors else 0,
        "updated": result.updated if not result.errors else 0,
        "unchanged": result.unchanged,
        "errors": [
            {
                "sheet": error.sheet,
                "row": error.row,
                "column": error.column,
                "heading": error.heading,
                "value": error.value,
                "cure": error.cure,
            }
            for error in result.errors
        ],
        "findings": [
            {
                "reference": f.reference,
                "code": f.code,
                "provision": f.provision,
                "finding": f.finding,
            }
            for f in result.findings
        ],
        "assumptions": [
            {"reference": a.reference, "code": a.code, "assumption": a.assumption}
            for a in (*result.assumptions, *result.recorded_due)
        ],
    }


def print_notes(result: "ImportResult") -> None:
    """Say on stderr what a person should know of the reading."""
    for note in result.notes:
        narrate(note)
    if result.unknown_headings:
        narrate(
            "Not read, for no column is known by it: "
            + ", ".join(f'"{heading}"' for heading in result.unknown_headings)
            + ". Name it with --mapping if it matters."
        )


def print_errors(result: "ImportResult") -> None:
    """Print every cell at fault with its cure, on stderr."""
    count = len(result.errors)
    narrate(f"Nothing was saved: {count} {'cell' if count == 1 else 'cells'} to put right first.")
    for error in result.errors:
        narrate(
            f"  {error.sheet}, row {error.row}, {error.heading or error.column} "
            f'("{error.value}"): {error.cure}'
        )


def print_result(result: "ImportResult", *, dry_run: bool) -> None:
    """Print what an import did, or would do."""
    did = "Would import" if dry_run else "Imported"
    say(
        f"{did} {result.imported}, updated {result.updated}, unchanged {result.unchanged} "
        "complaints."
    )
    for heading, rows in (
        ("Findings, recorded as history", Counter(map(_kind, result.findings))),
        ("Taken for granted", Counter(_words(a.code) for a in result.assumptions)),
        (
            "Due dates in the log that differ from the Code's",
            Counter(_words(a.code) for a in result.recorded_due),
        ),
    ):
        if rows:
            say(f"\n{heading}")
            say(table(("", ""), [(str(n), what) for what, n in rows.most_common()], indent=2))
    if result.findings:
        say("")
        for finding in result.findings[:_SHOWN]:
            cited = f", {finding.provision}" if finding.provision else ""
            say(f"  e.g. {finding.reference}{cited}: {finding.finding}")
        say("  `casetrack case show REF` shows a case's; --json lists them all.")


def _kind(finding: "ImportFinding") -> str:
    provision = f" ({finding.provision})" if finding.provision else ""
    return _words(finding.code) + provision


def _words(code: str) -> str:
    return code.replace("-", " ")

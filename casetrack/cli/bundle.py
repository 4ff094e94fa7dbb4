"""`casetrack report bundle`: a case as a folder for the Ombudsman."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import json_option, today_option
from casetrack.cli.output import ExitCode, narrate, print_json, say

if TYPE_CHECKING:
    from casetrack.service.bundle import Made


@click.command()
@click.argument("reference")
@click.option(
    "--to", "parent", default=".", show_default=True, metavar="FOLDER",
    help="Where the bundle's own folder is made.",
)  # fmt: skip
@click.option("--zip/--no-zip", "zipped", default=True, help="A zip beside it.  [default: zip]")
@today_option
@json_option
@config_option
def bundle(reference: str, parent: str, zipped: bool, today: date, json_: bool) -> ExitCode:
    """One case as evidence: a new folder, and a zip, with everything that is on record of it.

    History, time limits with their proofs, findings, letters, documents, an index to read, and
    a manifest to verify it by. What is there already is never overwritten.

    Example: casetrack report bundle 2026/0412 --to evidence
    """
    at = datetime.now(UTC)  # noqa: TID251  the edge
    with open_casetrack() as casetrack:
        made = casetrack.bundles.make(reference, Path(parent), today=today, at=at, zipped=zipped)
    if json_:
        print_json(_as_plain(made))
    else:
        say(f"{made.reference}: {made.files} files, {made.documents} of them documents.")
        say(f"Folder: {made.folder}")
        if made.zip:
            say(f"Zip:    {made.zip}\nSHA-256 of the zip: {made.zip_sha256}")
        say(f"Seal {made.anchor.number}: {made.anchor.hash}")
        say("It holds personal data: give it on by a way that only the recipient can read.")
    for line in made.lacking:
        narrate(line)
    if made.lacking:
        narrate("The bundle says so too. `casetrack check` tells more; then make it again.")
    return ExitCode.FOUND if made.lacking else ExitCode.DONE


def _as_plain(made: "Made") -> dict[str, object]:
    return {
        "reference": made.reference,
        "folder": str(made.folder),
        "zip": str(made.zip) if made.zip else None,
        "zip_sha256": made.zip_sha256 or None,
        "files": made.files,
        "documents": made.documents,
        "lacking": list(made.lacking),
        "seal": {"number": made.anchor.number, "hash": made.anchor.hash},
    }

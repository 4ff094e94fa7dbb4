"""`casetrack document add`, `list` and `export`: the papers of a case."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casetrack.cli.context import config_option, open_casetrack
from casetrack.cli.options import PastDay, json_option, london_today, recorded_by
from casetrack.cli.output import ExitCode, exit_code_of, narrate, print_json, say, table
from casetrack.cli.recorded import print_conflict, print_recorded
from casetrack.domain.errors import BadInput
from casetrack.domain.working_days import said

if TYPE_CHECKING:
    from casetrack.service.documents import Document, Exported
    from casetrack.service.orders import Order


@click.group(no_args_is_help=True)
@config_option
def document() -> None:
    """Documents filed with a case: added, listed, and copied out again.

    A copy is kept in the folder [documents] of the settings, under its SHA-256; what the file was
    called is only shown.
    """


@document.command()
@click.argument("reference")
@click.argument("file")  # no path of Click's: what it is, filing finds out and says
@click.option("--title", default="", metavar="TEXT", help="What it is, such as Damp survey.")
@click.option("--on", type=PastDay(), metavar="DAY", help="The day it came.  [default: today]")
@click.option("--happened", is_flag=True, help="Record it though something stands against it.")
@click.option("--because", "why", metavar="TEXT", help="Why it is recorded so late.")
@click.option("--based-on", "based_on", type=int, help="How many entries the record had.")
@click.option("--command-id", "command_id", help="Sent twice under one id it is recorded once.")
@json_option
@config_option
def add(
    reference: str, file: str, title: str, on: date | None, json_: bool, **given: Any
) -> ExitCode:
    """File a document with a case: a copy is kept, and its SHA-256 stands on record.

    Example: casetrack document add 2026/0412 survey.pdf --title "Damp survey"
    """
    from casetrack.service.orders import Stale  # loads SQLModel

    order = _order(reference, given)
    with open_casetrack() as casetrack:
        try:
            recorded = casetrack.documents.file(
                order, Path(file), on=on or london_today(), title=title
            )
        except Stale as stale:
            print_conflict(stale, as_json=json_)
            return ExitCode.FOUND
    return print_recorded(recorded, order.today, as_json=json_)


def _order(reference: str, given: dict[str, Any]) -> "Order":
    import uuid  # only where something is recorded
    from datetime import UTC, datetime

    from casetrack.service.orders import Order

    return Order(
        kind="case",
        reference=_named(reference),
        facts=(),
        account=recorded_by(),
        at=datetime.now(UTC),  # noqa: TID251  the edge
        command_id=given["command_id"] or str(uuid.uuid4()),
        happened=given["happened"],
        because=given["why"] or "",
        based_on=given["based_on"],
    )


def _named(reference: str) -> str:
    if not reference.strip():
        raise BadInput("Name the case: casetrack document add 2026/0412 FILE.")
    return reference.strip()


@document.command("list")
@click.argument("reference")
@json_option
@config_option
def list_(reference: str, json_: bool) -> None:
    """The documents of a case, by the number of the entry each was filed with.

    Example: casetrack document list 2026/0412
    """
    with open_casetrack() as casetrack:
        listed = casetrack.documents.listed(reference)
    if json_:
        print_json([_as_plain(each) for each in listed])
    elif listed:
        rows = [
            (
                str(each.number),
                said(each.filed_on),
                each.name,
                each.title,
                in_bytes(each.size),
                each.sha256[:12],
                each.filed_by,
            )
            for each in listed
        ]
        headings = ("Entry", "Day", "Name", "Title", "Size", "SHA-256", "By")
        say(table(headings, rows, gives_way=(2, 3)))
    else:
        say("No document is filed with it.")


def in_bytes(size: int) -> str:
    """Return a size as people read it: 840 bytes, 12 KB, 3.4 MB."""
    if size < 2**10:
        return f"{size} bytes"
    return f"{-(-size // 2**10)} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


def _as_plain(document_: "Document") -> dict[str, Any]:
    return {
        "entry": document_.number,
        "on": document_.filed_on.isoformat(),
        "name": document_.name,
        "title": document_.title,
        "size": document_.size,
        "sha256": document_.sha256,
        "filed_by": document_.filed_by,
    }


@document.command()
@click.argument("reference")
@click.argument("where", nargs=-1, required=True, metavar="[NUMBER] FOLDER")
@json_option
@config_option
def export(reference: str, where: tuple[str, ...], json_: bool) -> ExitCode:
    """Copy a case's documents into a folder, or only the one of entry NUMBER.

    The copies are called by the number of their entry and plain letters of their name; nothing
    that is there already is overwritten.

    Example: casetrack document export 2026/0412 7 copies
    """
    number, folder = _number_and_folder(where)
    with open_casetrack() as casetrack:
        exported = casetrack.documents.export(reference, folder, number=number)
    if json_:
        print_json([_exported_as_plain(each) for each in exported])
    elif not exported:
        say("No document is filed with it.")
    for each in exported:
        if each.error is not None:
            narrate(f"Entry {each.document.number}: {each.error}")
        elif not json_:
            say(f"Entry {each.document.number}: {each.path}")
    codes = [exit_code_of(each.error) for each in exported if each.error is not None]
    return max(codes, default=ExitCode.DONE)


def _number_and_folder(where: tuple[str, ...]) -> tuple[int | None, Path]:
    match where:
        case [folder]:
            return None, Path(folder)
        case [number, folder] if number.isascii() and number.isdecimal() and len(number) < _LONG:
            return int(number), Path(folder)
        case _:
            raise BadInput(
                "Name the folder, and before it the number of one document if only that is wanted: "
                "casetrack document export 2026/0412 7 copies."
            )


_LONG = 10
"""digits that no number of an entry has"""


def _exported_as_plain(exported: "Exported") -> dict[str, Any]:
    return {
        **_as_plain(exported.document),
        "path": str(exported.path) if exported.path else None,
        "problem": str(exported.error) if exported.error else None,
    }

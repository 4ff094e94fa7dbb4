"""An Excel workbook and the sheet in it that holds the log.

Knows sheets, hidden or not, and what the spreadsheet reader makes of them; formulas give the
values the spreadsheet program last stored.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from casetrack.domain.errors import BadInput, nearest
from casetrack.imports.cells import Cell
from casetrack.imports.columns import REQUIRED
from casetrack.imports.headings import HEADER_WITHIN, Header, find_header
from casetrack.imports.sheets import MOST_COLUMNS, MOST_ROWS, NumberedRows, Sheet, check_header
from casetrack.text import fold


def open_workbook(path: Path, wanted: str | None, mapping: Mapping[str, str]) -> Sheet:
    """Return the sheet that holds the log: the one `wanted`, or the only one with its header."""
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
            if wanted is not None:
                return _sheet(path, book.get_sheet_by_name(_named(path, wanted, sheets)), mapping)
            return _only_log(path, book, sheets, mapping)
    except CalamineError as problem:
        raise BadInput(_damaged(path, problem)) from None
    except BaseException as problem:
        # The reader's own failures on damaged files are no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise BadInput(_damaged(path, problem)) from None


def _damaged(path: Path, problem: BaseException) -> str:
    return (
        f"{path} is damaged and cannot be read as an Excel workbook ({str(problem)[:120]}). Open "
        "it in the spreadsheet program and save it again as .xlsx or as CSV UTF-8."
    )


def _named(path: Path, wanted: str, sheets: Sequence[SheetMetadata]) -> str:
    names = [each.name for each in sheets]
    for name in names:
        if name == wanted or fold(name) == fold(wanted):
            return name
    listed = ", ".join(f'"{name}"' for name in names)
    raise BadInput(
        f'{path} has no sheet "{wanted}".{nearest(wanted, names)} Its sheets are: {listed}.'
    )


def _only_log(
    path: Path,
    book: CalamineWorkbook,
    sheets: Sequence[SheetMetadata],
    mapping: Mapping[str, str],
) -> Sheet:
    visible = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
    found: dict[str, tuple[CalamineSheet, Header]] = {}
    first: list[Sequence[Cell]] = []
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        header = _header(sheet, mapping)
        if header is not None:
            found[name] = (sheet, header)
        first += islice(sheet.iter_rows(), HEADER_WITHIN)
    logs = [n for n, (_, header) in found.items() if all(r in header.places for r in REQUIRED)]
    candidates = logs or list(found)
    if len(candidates) > 1:
        listed = ", ".join(f'"{name}"' for name in candidates)
        raise BadInput(
            f"{path} has several sheets that look like a complaint log: {listed}. "
            "Name the one to import with --sheet."
        )
    if not candidates:
        check_header(path, None, first)
    return _sheet(path, found[candidates[0]][0], mapping)


def _header(sheet: CalamineSheet, mapping: Mapping[str, str]) -> Header | None:
    return find_header(enumerate(islice(sheet.iter_rows(), HEADER_WITHIN), start=1), mapping)


def _sheet(path: Path, sheet: CalamineSheet, mapping: Mapping[str, str]) -> Sheet:
    if sheet.total_height > MOST_ROWS:
        raise BadInput(
            f'{path}, sheet "{sheet.name}": there are {sheet.total_height:,} rows and at most '
            f"{MOST_ROWS:,} are read: delete the rows below the log, or split it by year."
        )
    if sheet.total_width > MOST_COLUMNS:
        raise BadInput(
            f'{path}, sheet "{sheet.name}": there are {sheet.total_width:,} columns and at most '
            f"{MOST_COLUMNS} are read: copy the columns of the log into a new sheet."
        )

    def rows() -> NumberedRows:
        return enumerate(sheet.iter_rows(), start=1)

    header = check_header(path, _header(sheet, mapping), islice(sheet.iter_rows(), HEADER_WITHIN))
    return Sheet(name=sheet.name, header=header, total=sheet.total_height, rows=rows)

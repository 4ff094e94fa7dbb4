"""An Excel workbook and the sheet in it that holds the log.

Knows sheets, hidden or not, and what the spreadsheet reader makes of them; formulas give the
values the spreadsheet program last stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from casetrack.domain.errors import BadInput, nearest
from casetrack.imports.columns import REQUIRED
from casetrack.imports.headings import Header, find_header
from casetrack.imports.limits import HEADER_WITHIN
from casetrack.imports.parts import SAVE_AGAIN, check_extent, check_parts, failed_formulas
from casetrack.imports.sheet import NumberedRows, Sheet, check_header
from casetrack.text import fold


def open_workbook(path: Path, wanted: str | None, mapping: Mapping[str, str]) -> Sheet:
    """Return the sheet that holds the log: the one `wanted`, or the only one with its header.

    Raises `BadInput`.
    """
    parts = check_parts(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return _Book(path, book, parts, mapping).log(wanted)
    except (CalamineError, OSError) as problem:
        raise BadInput(_damaged(path, problem)) from None
    except BaseException as problem:
        # On some damaged files the reader panics, and its panic is no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise BadInput(_damaged(path, problem)) from None


def _damaged(path: Path, problem: BaseException) -> str:
    return f"{path} is damaged and cannot be read ({str(problem)[:120]}). {SAVE_AGAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A sheet taken from its workbook, with its header if it has one."""

    sheet: CalamineSheet
    part: str
    may_fail: bool
    header: Header | None


class _Book:
    """A workbook in which the log is looked for."""

    def __init__(
        self,
        path: Path,
        book: CalamineWorkbook,
        parts: Mapping[str, str],
        mapping: Mapping[str, str],
    ) -> None:
        self._path = path
        self._book = book
        self._parts = parts
        self._mapping = mapping
        self._sheets = [
            each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet
        ]

    def log(self, wanted: str | None) -> Sheet:
        """Return the log's sheet."""
        if wanted is not None:
            return self._ready(self._opened(self._named(wanted)))
        return self._ready(self._only_log())

    def _named(self, wanted: str) -> str:
        names = [each.name for each in self._sheets]
        for name in names:
            if name == wanted or fold(name) == fold(wanted):
                return name
        raise BadInput(
            f'{self._path} has no sheet "{wanted}".{nearest(wanted, names)} '
            f"Its sheets are: {_listed(names)}."
        )

    def _opened(self, name: str) -> _Opened:
        part = self._parts.get(name)
        if not part:
            raise BadInput(f'{self._path} has no content for its sheet "{name}". {SAVE_AGAIN}')
        may_fail = check_extent(self._path, name, part)
        sheet = self._book.get_sheet_by_name(name)
        first = enumerate(islice(sheet.iter_rows(), HEADER_WITHIN), start=1)
        header = find_header(first, self._mapping)
        return _Opened(sheet=sheet, part=part, may_fail=may_fail, header=header)

    def _only_log(self) -> _Opened:
        if len(self._sheets) == 1:
            return self._opened(self._sheets[0].name)
        shown = SheetVisibleEnum.Visible
        visible = [each.name for each in self._sheets if each.visible == shown]
        found = [each for each in map(self._opened, visible) if each.header is not None]
        logs = [
            each
            for each in found
            if each.header and all(name in each.header.places for name in REQUIRED)
        ]
        candidates = logs or found
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise BadInput(
                f"{self._path} has several sheets that look like a complaint log: "
                f"{_listed([each.sheet.name for each in candidates])}. Name the one to import with "
                "--sheet."
            )
        hidden = [each.name for each in self._sheets if each.name not in visible]
        raise BadInput(
            f"{self._path} has no sheet that looks like a complaint log: {_listed(visible)}"
            + (f"; hidden and not looked at: {_listed(hidden)}" if hidden else "")
            + ". Name the one to import with --sheet, to be told which headings are missing."
        )

    def _ready(self, opened: _Opened) -> Sheet:
        """Return the sheet to be read."""
        sheet = opened.sheet
        first = list(islice(sheet.iter_rows(), HEADER_WITHIN))
        header = check_header(self._path, opened.header, first)
        unread = {}
        if opened.may_fail:
            left = (sheet.start or (0, 0))[1]
            columns = [place + left for place in header.places.values()]
            failed = failed_formulas(self._path, opened.part, columns)
            unread = {(row, place - left): shown for (row, place), shown in failed.items()}

        def rows() -> NumberedRows:
            return enumerate(sheet.iter_rows(), start=1)

        return Sheet(
            name=sheet.name,
            header=header,
            total=sheet.total_height,
            rows=rows,
            left=(sheet.start or (0, 0))[1],
            unread=unread,
        )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

"""Small complaint logs as files, for the tests beside this module."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from casetrack.domain.errors import BadInput
from casetrack.imports.log import LogReading, read_log

SHEET = "xl/worksheets/sheet1.xml"
HEADER = ("Ref", "Date received", "Summary")
FIRST = ("A1", date(2024, 12, 24), "Leak")
TEXT = "Ref,Date received,Summary\nA1,24/12/2024,Leak\n"

Fill = Callable[[Worksheet], None]


def log_sheet(sheet: Worksheet) -> None:
    sheet.append(HEADER)
    sheet.append(FIRST)


def empty_sheet(sheet: Worksheet) -> None:
    assert sheet.max_row == 1


def hidden_log_sheet(sheet: Worksheet) -> None:
    log_sheet(sheet)
    sheet.sheet_state = "hidden"


def text_file(folder: Path, content: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def book(folder: Path, *fills: Fill, name: str = "log.xlsx") -> Path:
    workbook = Workbook()
    workbook.remove(workbook["Sheet"])
    for number, fill in enumerate(fills, start=1):
        fill(workbook.create_sheet(f"Sheet {number}"))
    path = folder / name
    workbook.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Write the workbook again with one part changed."""
    with zipfile.ZipFile(path) as packed:
        content = {name: packed.read(name) for name in packed.namelist()}
    content[part] = change(content.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    return path


def refusal(path: Path, sheet: str | None = None) -> str:
    with pytest.raises(BadInput) as refused:
        read_log(path, sheet=sheet)
    return str(refused.value)


def summaries(reading: LogReading) -> list[str]:
    assert reading.errors == ()
    return [row.summary for row in reading.rows]

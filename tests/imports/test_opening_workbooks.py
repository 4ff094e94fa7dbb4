"""Workbooks handed in as a complaint log: sheets, cells of every kind, and what is refused."""

import re
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from log_files import (
    HEADER,
    SHEET,
    book,
    changed,
    empty_sheet,
    hidden_log_sheet,
    log_sheet,
    refusal,
    summaries,
)
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from casetrack.imports import parts
from casetrack.imports.log import read_log


def test_real_dates_numbers_and_offsets_are_read(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        for column, heading in enumerate(HEADER, start=3):
            sheet.cell(5, column, heading)
        for column, value in enumerate((1042, datetime(2024, 12, 24, 17, 5), True), start=3):
            sheet.cell(6, column, value)
        sheet["G6"] = "stray"

    reading = read_log(book(tmp_path, fill))

    assert summaries(reading) == ["TRUE"]
    assert (reading.rows[0].reference, reading.rows[0].row) == ("1042", 6)
    assert reading.rows[0].received == date(2024, 12, 24)
    assert reading.unknown_headings == ("column G (no heading)",)


def test_days_counted_from_1904_are_the_days_that_are_shown(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    assert workbook.active is not None
    log_sheet(workbook.active)
    workbook.save(tmp_path / "log.xlsx")

    assert read_log(tmp_path / "log.xlsx").rows[0].received == date(2024, 12, 24)


def test_a_bare_day_number_or_a_time_is_refused_never_turned_into_a_day(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(HEADER)
        sheet.append(("A1", 46174, "x"))
        sheet.append(("A2", time(17, 5), "x"))

    reading = read_log(book(tmp_path, fill))

    assert [(error.row, error.value) for error in reading.errors] == [
        (2, "46174"),
        (3, "17:05:00"),
    ]
    assert "46174 is a bare number, not a date" in reading.errors[0].cure


def test_a_formula_that_failed_or_was_never_computed_is_an_error_not_an_empty_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B2"] = "A log that begins in the second column"
        for column, heading in enumerate(("Days", *HEADER, "Withdrawn"), start=2):
            sheet.cell(3, column, heading)
        for column, value in enumerate(("#N/A", "A1", "#REF!", "=A1", "#N/A"), start=2):
            sheet.cell(4, column, value).data_type = "s" if value == "A1" else "e"
        sheet["E4"].data_type = "f"

    path = book(tmp_path, fill)
    expected = [
        (4, "received", "#REF!"),
        (4, "summary", "no value"),
        (4, "withdrawn", "#N/A"),
    ]

    found = read_log(path).errors
    assert [(error.row, error.column, error.value) for error in found] == expected

    # However many fail in columns that are not read, those in the others are found.
    monkeypatch.setattr(parts, "MOST_ERRORS", 3)
    assert len(read_log(path).errors) == 3


def test_a_formula_that_shows_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    shows_nothing = b'<c r="C2" t="str"><f>IF(A2="","x","")</f><v></v></c>'
    path = book(tmp_path, log_sheet)
    changed(path, SHEET, lambda xml: re.sub(rb'<c r="C2".*?</c>', shows_nothing, xml))

    assert summaries(read_log(path)) == [""]


def test_the_only_visible_sheet_with_a_log_is_read(tmp_path: Path) -> None:
    def notes(sheet: Worksheet) -> None:
        sheet.append(("Reference", "Tenure", "Category"))

    path = book(tmp_path, notes, hidden_log_sheet, log_sheet)

    assert read_log(path).sheet == "Sheet 3"
    assert read_log(path, sheet="sheet 2").sheet == "Sheet 2"


def test_several_logs_in_one_workbook_are_named_for_the_person_to_choose(tmp_path: Path) -> None:
    path = book(tmp_path, log_sheet, log_sheet)

    assert '"Sheet 1", "Sheet 2". Name the one to import with --sheet.' in refusal(path)
    assert read_log(path, sheet="Sheet 2").count == 1


def test_an_unknown_sheet_is_told_with_the_nearest(tmp_path: Path) -> None:
    message = refusal(book(tmp_path, log_sheet, log_sheet), sheet="Sheets 2")

    assert 'has no sheet "Sheets 2". Did you mean "Sheet 2"?' in message
    assert 'Its sheets are: "Sheet 1", "Sheet 2".' in message


def test_a_workbook_whose_log_is_hidden_says_so(tmp_path: Path) -> None:
    message = refusal(book(tmp_path, empty_sheet, hidden_log_sheet))

    assert 'hidden and not looked at: "Sheet 2"' in message


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    assert "The fullest row has no text at all" in refusal(book(tmp_path, empty_sheet))


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "SG3", "AN900000"])
def test_a_cell_far_out_is_refused_before_a_place_is_kept_for_every_cell(
    tmp_path: Path, place: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        log_sheet(sheet)
        sheet[place] = "x"

    assert 'sheet "Sheet 1": it reaches to row' in refusal(book(tmp_path, fill))


def test_a_far_cell_is_found_however_its_place_is_written(tmp_path: Path) -> None:
    for written in (b"r='XFD1048576'", b'r = "XFD1048576"', b'r\n=\n"XFD1048576"'):
        path = book(tmp_path, log_sheet)
        changed(path, SHEET, lambda xml, to=written: xml.replace(b'r="C2"', to))  # type: ignore[misc]

        assert "it reaches to row 1,048,576" in refusal(path)


def test_a_colour_far_out_holds_nothing_and_stops_nothing(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        log_sheet(sheet)
        sheet["XFD1048576"].font = Font(bold=True)

    assert read_log(book(tmp_path, fill)).count == 1


def test_a_sheet_that_boasts_of_its_size_is_read_as_large_as_it_is(tmp_path: Path) -> None:
    path = book(tmp_path, log_sheet)
    changed(path, SHEET, lambda xml: xml.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'))

    assert read_log(path).count == 1


def test_a_document_type_definition_is_refused_in_every_part(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for part in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"):
        path = book(tmp_path, log_sheet)

        def laugh(xml: bytes) -> bytes:
            start = xml.index(b"<", 1) if xml.startswith(b"<?xml") else 0
            return xml[:start] + laughs + xml[start:]

        assert "document type definition" in refusal(changed(path, part, laugh))


@pytest.mark.parametrize(
    ("checked", "told"), [(1_000, "Bad CRC-32"), (1_001, "unpacks to more than it says")]
)
def test_a_part_that_says_it_is_smaller_than_it_is_is_refused(
    tmp_path: Path, checked: int, told: str
) -> None:
    path = changed(book(tmp_path, log_sheet), SHEET, lambda xml: xml + b" " * 5_000_000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        part = packed.getinfo(SHEET)
        said = zlib.crc32(packed.read(SHEET)[:checked])
    for old, new in ((part.file_size, 1_000), (part.CRC, said)):
        assert content.count(old.to_bytes(4, "little")) == 2
        content = content.replace(old.to_bytes(4, "little"), new.to_bytes(4, "little"))
    path.write_bytes(content)

    message = refusal(path)

    assert told in message
    assert SHEET in message


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, log_sheet)
    with (
        zipfile.ZipFile(path, "a") as packed,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        packed.writestr(SHEET, "<worksheet/>")

    assert "is not packed as a workbook is" in refusal(path)


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, log_sheet)
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag in the list of parts
    path.write_bytes(content)

    assert "save a copy without a password" in refusal(path)


def test_a_far_cell_is_found_across_the_pieces_in_which_a_sheet_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path, log_sheet)
    changed(path, SHEET, lambda xml: xml.replace(b'r="C2"', b'r="XFD1048576"'))
    monkeypatch.setattr(parts, "_CHUNK", 3)

    assert "it reaches to row 1,048,576" in refusal(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(book(tmp_path, log_sheet), "xl/theme/theme1.xml", lambda xml: xml.ljust(10**7))
    assert read_log(path).count == 1
    monkeypatch.setattr(parts, "RATIO_FROM", 500_000)

    assert "would unpack to 10 MB from 0.0 MB" in refusal(path)


def test_a_workbook_larger_than_any_log_is_refused_at_any_ratio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LARGEST_UNPACKED", 1_000)

    assert "which no complaint log does" in refusal(book(tmp_path, log_sheet))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_in_another_way_is_refused(tmp_path: Path, method: int) -> None:
    path = book(tmp_path, log_sheet)
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", method) as new:
        for name, data in content.items():
            new.writestr(name, data)

    assert "is damaged and cannot be read" in refusal(path)

"""Files handed in as a complaint log: text in its encodings, and what is refused unread."""

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest
from log_files import (
    HEADER,
    TEXT,
    book,
    log_sheet,
    refusal,
    summaries,
    text_file,
)

from casetrack.imports.limits import LARGEST_FILE
from casetrack.imports.log import read_log


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert "There is no file" in refusal(tmp_path / "none.csv")
    assert "is a folder, not a file" in refusal(tmp_path)
    assert "is a device or a pipe, not a file" in refusal(tmp_path / "pipe")
    assert "is a device or a pipe, not a file" in refusal(Path("/dev/null"))
    assert "cannot be opened" in refusal(tmp_path / "a\0b")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)  # sparse: takes no room

    assert "has 100 MB and at most 100 MB are read" in refusal(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("log.csv", b"", "is empty"),
        ("log.xlsx", b"Ref,Received\n", "is named .xlsx but is no Excel workbook"),
        ("log.xls", b"<html><table>", "is a .xls file, which is not read"),
        ("log.ods", b"no", "is a .ods file, which is not read"),
        ("log.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel file"),
        (
            "log.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is protected with a password",
        ),
        ("log.xlsx", b"PK\x03\x04 and nothing more", "is damaged and cannot be unpacked"),
    ],
)
def test_what_is_no_log_is_refused_by_its_content(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    assert told in refusal(text_file(tmp_path, content, name))


def test_a_packed_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    for part, told in (
        ("mimetype", "is a packed file but no Excel workbook"),
        ("xl/workbook.bin", "is a binary workbook (.xlsb)"),
    ):
        with zipfile.ZipFile(tmp_path / "log.xlsx", "w") as packed:
            packed.writestr(part, "x")

        assert told in refusal(tmp_path / "log.xlsx")


def test_a_workbook_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    assert read_log(book(tmp_path, log_sheet, name="log.csv")).sheet == "Sheet 1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(tmp_path: Path, encoding: str) -> None:
    reading = read_log(text_file(tmp_path, TEXT.replace("Leak", "Żofia £5").encode(encoding)))

    assert summaries(reading) == ["Żofia £5"]
    assert reading.notes == ()


@pytest.mark.parametrize("words", ["£5 owed", "“quoted” – €5", "café"])
def test_windows_text_is_read_and_told(tmp_path: Path, words: str) -> None:
    reading = read_log(text_file(tmp_path, TEXT.replace("Leak", words).encode("cp1252")))

    assert summaries(reading) == [words]
    assert reading.notes[0].startswith("log.csv is not UTF-8 and was read as Windows text")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_text_that_is_utf_8_only_in_part_is_refused(tmp_path: Path, mark: str) -> None:
    head = f"{mark}{TEXT}A2,24/12/2024,Żofia\n".encode()

    assert "part of it is UTF-8" in refusal(text_file(tmp_path, head + b"A3,24/12/2024,\xa35\n"))


def test_bytes_of_no_text_at_all_are_refused_with_the_row(tmp_path: Path) -> None:
    message = refusal(text_file(tmp_path, TEXT.encode() + b"A2,24/12/2024,\x81\n"))

    assert "neither in UTF-8 nor in Windows" in message


def test_utf_16_is_refused_with_what_to_save_instead(tmp_path: Path) -> None:
    assert "save it as CSV UTF-8" in refusal(text_file(tmp_path, TEXT.encode("utf-16")))


def test_nul_bytes_are_refused(tmp_path: Path) -> None:
    assert "(NUL)" in refusal(text_file(tmp_path, TEXT + "A2,24/12/2024,a\0b\n"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_separator_is_found_from_the_header(tmp_path: Path, delimiter: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    other = ";" if delimiter != ";" else ","
    file.write(other.join("titles") + "\n")  # wider than the header, were it the separator
    writer.writerows([HEADER, ["A1", "24/12/2024", "a, b; c\td"]])

    assert summaries(read_log(text_file(tmp_path, file.getvalue()))) == ["a, b; c\td"]


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    text = 'Ref,Received,Summary\r\nA1,24/12/2024,a\nA2,24/12/2024,"b\r\nc"\r\n'

    reading = read_log(text_file(tmp_path, text))

    assert summaries(reading) == ["a", "b\r\nc"]
    assert [row.row for row in reading.rows] == [2, 3]


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ('A2,24/12/2024,"b\nA3,24/12/2024,c\n', "row 3: a quotation mark is opened and never"),
        ('A2,24/12/2024,"b" c"\n', "row 3: a quotation mark stands where a cell should end"),
        (f"A2,24/12/2024,{'x' * 150_000}\n", "row 3: a cell has far more than 20,000"),
        (f"A2,24/12/2024,{'x,' * 600}x\n", "row 3: there are 603 columns and at most 500"),
        ("x" * 2_000_001, "line 3: the line has more than 2,000,000 characters"),
    ],
)
def test_what_cannot_be_read_on_is_refused_with_the_row(
    tmp_path: Path, tail: str, told: str
) -> None:
    assert told in refusal(text_file(tmp_path, TEXT + tail))


def test_a_cell_past_the_cap_is_an_error_of_its_row(tmp_path: Path) -> None:
    reading = read_log(text_file(tmp_path, TEXT.replace("Leak", "x" * 20_001)))

    assert [(error.row, error.column) for error in reading.errors] == [(2, "summary")]
    assert "20,001 characters and at most 20,000" in reading.errors[0].cure
    assert len(reading.errors[0].value) < 100


def test_more_rows_than_any_log_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casetrack.imports.sheets.MOST_ROWS", 2)

    assert "more than 2 rows" in refusal(text_file(tmp_path, TEXT + "A2,24/12/2024,x\n"))


def test_a_log_without_a_header_is_told_what_was_seen_and_what_is_known(tmp_path: Path) -> None:
    message = refusal(text_file(tmp_path, "Log\nnumber,when,what\n1,2,3\n"))

    assert 'The fullest row has "number", "when", "what".' in message
    assert "Known columns: reference, received, channel" in message
    assert "--mapping" in message


def test_a_csv_file_has_no_sheets_to_choose(tmp_path: Path) -> None:
    path = text_file(tmp_path, TEXT)

    assert "leave out --sheet" in refusal(path, sheet="Sheet 1")
    assert read_log(path, sheet="log").count == 1


def test_the_mark_of_utf_8_is_no_part_of_the_first_heading(tmp_path: Path) -> None:
    text = TEXT.replace("Ref,", '"Ref",').encode("utf-8-sig")

    assert read_log(text_file(tmp_path, text)).headings["reference"] == "Ref"


def test_a_file_cut_in_the_middle_of_a_letter_is_refused(tmp_path: Path) -> None:
    text = (TEXT + "A2,24/12/2024,Żofia Ż").encode()

    assert "part of it is UTF-8 text and part is not" in refusal(text_file(tmp_path, text[:-1]))

"""A whole complaint log: rows, or every error at once with row, column, value and cure."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casetrack.domain.errors import BadInput
from casetrack.imports import log
from casetrack.imports.log import LogReading, LogRow, read_log

DATA = Path(__file__).parents[1] / "data"
HEADER = "Ref,Date received,Summary,Stage 1 acknowledged,Stage 1 outcome,Compensation\n"

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str) -> Path:
        path = tmp_path / "log.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


def errors(reading: LogReading) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.value) for error in reading.errors]


def test_a_years_log_of_a_landlord_reads_without_an_error() -> None:
    expected = json.loads((DATA / "complaint-log-2024-25.expected.json").read_text("utf-8"))

    reading = read_log(DATA / "complaint-log-2024-25.xlsx")

    assert reading.errors == ()
    assert reading.count == expected["rows"] == 1200
    assert (reading.sheet, reading.header_row) == ("Complaints log", 3)
    assert reading.unknown_headings == ()
    assert reading.notes == ()
    refused = Counter(
        row.refused_reason
        for row in reading.rows
        if row.refused_reason and date(2024, 4, 1) <= row.received <= date(2025, 3, 31)
    )
    assert dict(refused) == expected["refused_by_reason"]
    assert Counter(row.tenure for row in reading.rows) == {"LCRA": 1090, "LCHO": 110}


def test_the_first_rows_of_that_log_say_what_the_sheet_says() -> None:
    first, second, third = read_log(DATA / "complaint-log-2024-25.xlsx").rows[:3]

    assert first == LogRow(
        row=4,
        reference="2024/0001",
        received=date(2024, 7, 15),
        channel="Email",
        resident="The Residents of Block 4",
        address="13 Sample Road",
        tenure="LCRA",
        category="Repairs",
        service_area="North",
        summary="Mould in the bedroom, reported twice",
        outcome_sought="Repair",
        handler="JB",
        stage1_acknowledged=date(2024, 7, 22),
        stage1_extended_on=date(2024, 8, 2),
        stage1_extended_to=date(2024, 8, 19),
        stage1_extension_reason="Surveyor's report awaited",
        stage1_ombudsman_details=True,
        stage1_responded=date(2024, 8, 19),
        stage1_outcome="partly-upheld",
        withdrawn=None,  # typed as TBC
    )
    assert second.stage1_acknowledged == date(2024, 11, 26)  # typed as 26/11/2024
    assert third.reference == "2024/0003"  # typed with blanks behind it


def test_every_unreadable_cell_of_a_log_is_named_and_no_other() -> None:
    expected = json.loads((DATA / "complaint-log-unreadable.expected.json").read_text("utf-8"))

    reading = read_log(DATA / "complaint-log-unreadable.csv")

    assert errors(reading) == [(each["row"], each["column"], each["value"]) for each in expected]
    assert {error.sheet for error in reading.errors} == {"complaint-log-unreadable"}
    assert [error.heading for error in reading.errors[:2]] == ["stage1_outcome", "received"]
    assert reading.count == 60 - len(expected)


def test_a_cure_says_what_is_wrong_and_what_to_do() -> None:
    cures = [error.cure for error in read_log(DATA / "complaint-log-unreadable.csv").errors]

    assert cures == [
        (
            '"Maybe" is not one of the three outcomes: write upheld, partly upheld or not upheld, '
            "or say under [outcomes] in casetrack.toml which it means."
        ),
        "Every complaint needs the day it was received: write it in, as in 24/12/2024.",
        (
            '"next Tuesday" is not a date: write one with the day first, as in 24/12/2024, '
            "24 Dec 2024 or 2024-12-24."
        ),
        "12/25/2024 has no month 25: write the day first, 25/12/2024.",
        (
            "B/041 stands in row 43 as well, with other content: correct the reference, or delete "
            "the row that is out of date."
        ),
        (
            "B/041 stands in row 42 as well, with other content: correct the reference, or delete "
            "the row that is out of date."
        ),
        "31/02/2025 is not a date: February 2025 has 28 days.",
        "2024-13-01 has no month 13: write year, month, day, 2024-01-13.",
    ]


def test_rows_are_counted_as_the_sheet_shows_them_blank_and_many_lined_ones_included(
    write: Write,
) -> None:
    reading = read_log(
        write(f'Complaints\n\n{HEADER}\nA1,24/12/2024,"two\nlines",,,\n,,, ,,\nA2,never,,,,\n')
    )

    assert reading.header_row == 3
    assert [(row.row, row.summary) for row in reading.rows] == [(5, "two\nlines")]
    assert errors(reading) == [(7, "received", "never")]


def test_words_for_nothing_are_no_dates_and_no_text(write: Write) -> None:
    reading = read_log(write(HEADER + "A1,24/12/2024,n/a,TBC,-,–\nA2,24/12/2024,N/A,,,\n"))

    assert reading.errors == ()
    for row in reading.rows:
        assert (row.summary, row.stage1_acknowledged) == ("", None)
        assert (row.stage1_outcome, row.compensation) == (None, None)


@pytest.mark.parametrize("nothing", ["", "  ", "n/a", "TBC", "-"])
def test_a_complaint_without_the_day_it_was_received_is_an_error(
    write: Write, nothing: str
) -> None:
    assert errors(read_log(write(HEADER + f"A1,{nothing},x,,,\n"))) == [(2, "received", nothing)]


def test_a_row_without_a_reference_but_with_a_date_is_an_error(write: Write) -> None:
    reading = read_log(write(HEADER + ",24/12/2024,x,,,\n n/a ,,x,24/12/2024,,\n"))

    assert errors(reading) == [(2, "reference", ""), (3, "reference", " n/a "), (3, "received", "")]


def test_a_total_or_a_note_below_the_log_is_named_once_and_not_lost(write: Write) -> None:
    reading = read_log(write(HEADER + "A1,24/12/2024,x,,,250\n,,Total,,,250\n"))

    assert errors(reading) == [(3, "reference", "")]
    assert reading.errors[0].cure == (
        'The row has no reference and no date, only "Total": delete it if it is a note or a total, '
        "or write the complaint's reference and dates into it."
    )


def test_every_error_of_a_row_is_named(write: Write) -> None:
    reading = read_log(write(HEADER + "A1,soon,x,32/01/2025,Lost,-5\n"))

    assert errors(reading) == [
        (2, "received", "soon"),
        (2, "stage1_acknowledged", "32/01/2025"),
        (2, "stage1_outcome", "Lost"),
        (2, "compensation", "-5"),
    ]
    assert reading.rows == ()


def test_a_row_that_says_the_same_again_is_counted_once(write: Write) -> None:
    reading = read_log(write(HEADER + "A1,24/12/2024,x,,,\n A1 ,24 Dec 2024,x ,n/a,,\n"))

    assert reading.errors == ()
    assert reading.count == 1
    assert reading.notes == ("Rows that repeat another row exactly, counted once: 1.",)


def test_a_reference_with_different_contents_is_an_error_in_every_row_that_has_it(
    write: Write,
) -> None:
    rows = ["A1,24/12/2024,x", "A2,24/12/2024,x", "A1,24/12/2024,y", "A1,24/12/2024,x"]
    reading = read_log(write(HEADER + "".join(f"{row},,,\n" for row in rows)))

    assert errors(reading) == [
        (2, "reference", "A1"),
        (4, "reference", "A1"),
        (5, "reference", "A1"),
    ]
    assert reading.errors[0].cure.startswith("A1 stands in row 4, 5 as well")
    assert [row.reference for row in reading.rows] == ["A2"]
    assert reading.notes == ()


def test_the_same_row_twice_with_the_same_error_does_not_contradict_itself(write: Write) -> None:
    reading = read_log(write(HEADER + "A1,never,x,,,\n" * 2))

    assert errors(reading) == [(2, "received", "never"), (3, "received", "never")]


def test_a_landlords_words_for_outcomes_are_read_by_the_mapping(write: Write) -> None:
    path = write(HEADER + "A1,24/12/2024,x,,Upheld substantially,\nA2,24/12/2024,x,,Void,\n")

    assert errors(read_log(path)) == [
        (2, "stage1_outcome", "Upheld substantially"),
        (3, "stage1_outcome", "Void"),
    ]
    reading = read_log(path, outcomes={"upheld SUBSTANTIALLY": "upheld", "Void": ""})
    assert [row.stage1_outcome for row in reading.rows] == ["upheld", None]


def test_a_mapped_outcome_does_not_change_what_its_own_result_is_read_as(write: Write) -> None:
    path = write(HEADER + "A1,24/12/2024,x,,Found,\nA2,24/12/2024,x,,upheld,\n")

    reading = read_log(path, outcomes={"Found": "upheld", "Upheld": "partly-upheld"})

    assert [row.stage1_outcome for row in reading.rows] == ["upheld", "partly-upheld"]


def test_a_landlords_headings_are_read_by_the_mapping_and_the_unread_are_told(
    write: Write,
) -> None:
    path = write("Vorgang,Received,Tenure,Category,Text,Days\n7,24/12/2024,LCRA,x,y,3\n")

    with pytest.raises(BadInput, match='recognised: "Vorgang", "Text", "Days"'):
        read_log(path)

    reading = read_log(path, mapping={"Vorgang": "reference", "Text": "summary", "Gone": "closed"})
    assert [(row.reference, row.summary) for row in reading.rows] == [("7", "y")]
    assert reading.unknown_headings == ("Days",)
    assert reading.headings["reference"] == "Vorgang"
    assert reading.notes == (
        'The mapping file names the heading "Gone", which this log does not have.',
    )


def test_two_headings_of_one_column_are_an_error_that_names_both(write: Write) -> None:
    reading = read_log(write("Ref,Case No,Received,Tenure\nA1,1,24/12/2024,LCRA\n"))

    assert errors(reading) == [(1, "reference", "Case No")]
    assert '"Ref" and "Case No" are both headings of the column reference' in reading.errors[0].cure
    assert (
        read_log(
            write("Ref,Case No,Received,Tenure\nA1,1,24/12/2024,LCRA\n"), mapping={"Case No": ""}
        )
        .rows[0]
        .reference
        == "A1"
    )


def test_what_stands_under_no_heading_is_told(write: Write) -> None:
    reading = read_log(write("Ref,,Received,Tenure,\nA1,,24/12/2024,LCRA,\nA2,,24/12/2024,,late\n"))

    assert reading.errors == ()
    assert reading.unknown_headings == ("column E (no heading)",)


def test_a_cell_too_many_is_an_error_because_the_others_may_have_moved(write: Write) -> None:
    reading = read_log(write("Ref,Received,Summary\nA1,24/12/2024,cold, damp\n"))

    assert errors(reading) == [(2, "summary", " damp")]
    assert "The row has 4 cells and the header 3" in reading.errors[0].cure


def test_a_file_cut_in_the_middle_of_a_row_is_an_error(write: Write) -> None:
    reading = read_log(write("Ref,Received,Summary\nA1,24/12/2024,x\nA2,24/12/20"))

    assert errors(reading) == [(3, "reference", "")]
    assert reading.errors[0].cure == "The file ends in the middle of this row: export it again."


def test_a_last_row_without_an_end_of_line_is_read_and_to_be_checked(write: Write) -> None:
    reading = read_log(write("Ref,Received,Summary\nA1,24/12/2024,x"))

    assert reading.count == 1
    assert reading.notes == (
        "The file ends without an end of line: check that its last row, 2, is whole.",
    )


def test_short_rows_before_the_last_are_read_as_a_spreadsheet_writes_them(write: Write) -> None:
    assert read_log(write(HEADER + "A1,24/12/2024\nA2,24/12/2024,x,,,\n")).count == 2


def test_a_log_without_complaints_says_so(write: Write) -> None:
    reading = read_log(write(HEADER))

    assert (reading.count, reading.errors) == (0, ())
    assert reading.notes == ("There is no complaint below the header.",)


def test_reading_stops_after_as_many_errors_as_help(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "MOST_ERRORS", 3)

    reading = read_log(write(HEADER + "".join(f"A{n},never,x,,,\n" for n in range(9))))

    assert [error.row for error in reading.errors] == [2, 3, 4]
    assert "Reading stopped at row 4" in reading.notes[0]


def test_progress_is_told_in_rows_up_to_the_last(write: Write) -> None:
    told: list[tuple[int, int]] = []
    rows = "".join(f"A{n},24/12/2024,x,,,\n" for n in range(4_999))

    read_log(write(HEADER + rows), progress=lambda done, total: told.append((done, total)))

    assert told == [(2_000, 5_000), (4_000, 5_000), (5_000, 5_000)]


def test_equal_texts_and_days_are_kept_once(write: Write) -> None:
    text = (
        "Ref,Received,Category,Outcome\n"
        "A1,24/12/2024,Damp and mould,Upheld\n"
        "A2,24 Dec 2024,Damp and mould ,upheld\n"
    )

    first, second = read_log(write(text)).rows

    assert first.received is second.received
    assert first.category is second.category
    assert first.stage1_outcome is second.stage1_outcome


def test_a_reference_alone_is_a_complaint_without_its_day_and_not_a_blank_row(
    write: Write,
) -> None:
    assert errors(read_log(write(HEADER + "A1,,,,,\n"))) == [(2, "received", "")]

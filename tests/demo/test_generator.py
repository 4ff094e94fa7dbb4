"""The demo's log reads without an error, its rows are possible, its settings are accepted."""

import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from demo_logs import SUNDAY, WHOLE, cases, days_in_order, log, on_each_day
from python_calamine import CalamineWorkbook

from casetrack.demo import words
from casetrack.demo.generator import demo_settings, write_demo_log
from casetrack.demo.lives import ARRANGED
from casetrack.domain.errors import BadInput
from casetrack.settings import load_settings

# ---- the file ------------------------------------------------------------------------------------


def test_the_same_arguments_give_the_same_file_and_another_seed_another_one(tmp_path: Path) -> None:
    one, same, other = (tmp_path / f"{name}.xlsx" for name in ("one", "same", "other"))
    write_demo_log(one, SUNDAY)
    write_demo_log(same, SUNDAY)
    write_demo_log(other, SUNDAY, seed=7)
    assert one.read_bytes() == same.read_bytes()
    assert one.read_bytes() != other.read_bytes()


def test_the_file_says_the_given_day_of_itself_and_not_when_it_was_really_made(
    tmp_path: Path,
) -> None:
    write_demo_log(tmp_path / "log.xlsx", SUNDAY)
    with zipfile.ZipFile(tmp_path / "log.xlsx") as file:
        core = file.read("docProps/core.xml").decode()
    assert core.count("2026-11-22T00:00:00Z") == 2  # created, and changed


def test_no_words_of_a_resident_become_a_formula(tmp_path: Path) -> None:
    write_demo_log(tmp_path / "log.xlsx", SUNDAY)
    with zipfile.ZipFile(tmp_path / "log.xlsx") as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert any(row.summary.startswith("=") for row in log(SUNDAY).rows)


def test_cells_are_as_people_fill_them_in(tmp_path: Path) -> None:
    write_demo_log(tmp_path / "log.xlsx", SUNDAY)
    rows = CalamineWorkbook.from_path(tmp_path / "log.xlsx").get_sheet_by_index(0).to_python()
    assert [bool(row[0]) for row in rows[:5]] == [True, True, False, True, True]
    assert rows[3][:4] == ["Complaint Ref", "Date Received", "How Received", "Tenant Name"]
    cells = [cell for row in rows[4:] for cell in row]
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert {"N/A", "TBC", "-"} <= set(texts)
    assert any(text.endswith(" ") for text in texts)
    received = [row[1] for row in rows[4:]]
    # Written as 2026-11-02, 02/11/2026 or 2 Nov 2026, beside real dates.
    marks = Counter(
        next((mark for mark in "-/" if mark in text), "month") if isinstance(text, str) else "real"
        for text in received
    )
    assert set(marks) == {"real", "-", "/", "month"}
    assert marks["real"] > 0.8 * WHOLE
    assert not any(isinstance(cell, datetime) and cell.hour for cell in cells)


def test_a_log_too_short_for_every_open_state_is_refused_with_the_least_number(
    tmp_path: Path,
) -> None:
    with pytest.raises(BadInput, match=f"ask for {len(ARRANGED)} or more"):
        write_demo_log(tmp_path / "log.xlsx", SUNDAY, complaints=len(ARRANGED) - 1)
    assert not (tmp_path / "log.xlsx").exists()


# ---- the rows ------------------------------------------------------------------------------------


@on_each_day
def test_every_row_and_heading_is_read_without_an_error(today: date) -> None:
    reading = log(today)
    assert reading.errors == ()
    assert reading.unknown_headings == ()
    assert reading.notes == ()
    assert set(reading.headings) == set(words.HEADINGS)
    assert reading.count == WHOLE


@on_each_day
def test_nothing_has_happened_after_today_or_in_the_wrong_order(today: date) -> None:
    for row in log(today).rows:
        days = days_in_order(row)
        assert days == sorted(days), row
        assert days[-1] <= today, row


@on_each_day
def test_no_row_is_impossible(today: date) -> None:
    for row, case in zip(log(today).rows, cases(today), strict=True):
        assert case.objections == (), row
        assert case.edition is not None
        assert (row.stage1_outcome is None) == (row.stage1_responded is None), row
        assert (row.stage2_outcome is None) == (row.stage2_responded is None), row
        assert not (row.stage2_requested and row.stage1_responded is None), row
        assert not (row.refused_reason and len(days_in_order(row)) > 1), row
        assert not (row.compensation and row.stage1_responded is None), row
        assert (row.stage1_extended_on is None) == (row.stage1_extended_to is None), row


@on_each_day
def test_references_rise_with_the_day_received_in_each_year(today: date) -> None:
    rows = log(today).rows
    assert [row.received for row in rows] == sorted(row.received for row in rows)
    keys = [(int(year), int(number)) for year, number in (r.reference.split("/") for r in rows)]
    assert keys == sorted(set(keys))
    for row, (year, number) in zip(rows, keys, strict=True):
        assert row.reference == f"{row.received.year}/{number:04}"
        assert year == row.received.year
    starts = [number for (year, number) in keys if year == today.year]
    assert starts[0] == 1


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 22), date(2025, 8, 22)),
        (date(2027, 3, 31), date(2025, 12, 31)),
        (date(2028, 2, 29), date(2026, 11, 29)),
        (date(2027, 5, 31), date(2026, 2, 28)),  # 31 February is no day
    ],
)
def test_complaints_come_from_every_month_of_a_year_and_a_quarter(today: date, first: date) -> None:
    received = [row.received for row in log(today).rows]
    assert first <= received[0]
    assert (received[0] - first).days < 14
    assert received[-1] == today
    assert len({(day.year, day.month) for day in received}) in (15, 16)


# ---- the settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 11, 22), {"2025-26", "2026-27"}),
        (date(2027, 3, 31), {"2025-26", "2026-27"}),
        (date(2027, 5, 15), {"2025-26", "2026-27", "2027-28"}),  # begins in February 2026
    ],
)
def test_the_settings_are_accepted_and_count_homes_for_every_year_of_the_log(
    tmp_path: Path, today: date, years: set[str]
) -> None:
    (tmp_path / "casetrack.toml").write_text(demo_settings(tmp_path, today), encoding="utf-8")
    settings = load_settings(tmp_path / "casetrack.toml")
    assert settings.landlord.name == "Sample Homes"
    assert set(settings.homes) == years
    assert all(homes["LCRA"] > homes["LCHO"] > 0 for homes in settings.homes.values())
    assert settings.targets == {"stage-1-acknowledgement": 2}
    assert settings.email.deliver == "folder"
    assert Path(settings.email.folder) == tmp_path / "outbox"


def test_everybody_who_handles_a_complaint_has_an_address_at_an_example_domain(
    tmp_path: Path,
) -> None:
    (tmp_path / "casetrack.toml").write_text(demo_settings(tmp_path, SUNDAY), encoding="utf-8")
    people = load_settings(tmp_path / "casetrack.toml").people
    named = {name for row in log(SUNDAY).rows for name in (row.handler, row.stage2_handler)}
    assert named - {""} == set(people)
    assert all(person.email.endswith(".example") for person in people.values())


def test_a_folder_with_a_control_character_in_its_name_still_gives_readable_settings(
    tmp_path: Path,
) -> None:
    text = demo_settings(Path("a\nb = 1"), SUNDAY)
    (tmp_path / "casetrack.toml").write_text(text, encoding="utf-8")
    assert load_settings(tmp_path / "casetrack.toml").landlord.name == "Sample Homes"

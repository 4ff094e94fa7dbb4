"""`casetrack calendar show`, `make` and `check` as typed."""

import json
from pathlib import Path

import pytest
from landlord import BAD_INPUT, DONE, FOUND, run

GOVUK = Path(__file__).parents[1] / "data" / "bank-holidays.json"


def test_a_calendar_is_shown_by_year_for_people_and_programs() -> None:
    answer = run("calendar", "show", "scotland", "--year", "2026", "--json").done().json
    assert answer["calendar"] == "scotland"
    assert answer["calendar_version"]
    days = {each["date"]: each["title"] for each in answer["bank_holidays"]}
    assert "2026-06-15" in days  # Mon
    assert "2026-11-30" in days  # Mon, St Andrew's Day
    assert all(day.startswith("2026-") for day in days)
    text = run("calendar", "show", "scotland", "--year", "2026").done().out
    assert "Mon 15 Jun 2026" in text
    assert "england-and-wales" in text


def test_the_calendar_of_england_and_wales_is_the_one_meant_without_a_name() -> None:
    whole = run("calendar", "show", "--json").done().json
    assert whole["calendar"] == "england-and-wales"
    assert whole["covers"] == ["2012-01-01", "2050-12-31"]
    computed = {each["date"][:4] for each in whole["bank_holidays"] if each["computed"]}
    assert min(computed) == "2029"


def test_days_past_what_is_published_are_marked() -> None:
    text = run("calendar", "show", "--year", "2030").done().out
    assert "worked out by rule" in text
    assert "worked out by rule" not in run("calendar", "show", "--year", "2026").done().out


def test_govuks_own_list_agrees_day_for_day() -> None:
    ran = run("calendar", "check", GOVUK)
    assert (ran.code, ran.err) == (DONE, "")
    assert run("calendar", "check", GOVUK, "--json").done().json == []


def test_a_day_that_was_added_or_taken_away_is_found(tmp_path: Path) -> None:
    published = json.loads(GOVUK.read_text("utf-8"))
    events = published["england-and-wales"]["events"]
    gone = next(event for event in events if event["date"] == "2026-12-25")  # Fri
    events.remove(gone)
    events.append({**gone, "title": "A coronation", "date": "2026-06-10"})  # Wed
    events.sort(key=lambda event: str(event["date"]))
    changed = tmp_path / "bank-holidays.json"
    changed.write_text(json.dumps(published), encoding="utf-8")
    ran = run("calendar", "check", changed, "--json")
    assert ran.code == FOUND
    assert {(each["calendar"], each["date"]) for each in ran.json} == {
        ("england-and-wales", "2026-12-25"),
        ("england-and-wales", "2026-06-10"),
    }
    told = run("calendar", "check", changed)
    assert told.code == FOUND
    assert "10 Jun 2026" in told.out
    only = run("calendar", "check", changed, "--calendar", "scotland")
    assert only.code == DONE


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b"[1, 2]", b'{"x": 1}'])
def test_a_file_that_is_not_govuks_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.json").write_bytes(content)
    ran = run("calendar", "check", tmp_path / "other.json")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert ran.err.strip()
    assert "incident" not in ran.err
    assert run("calendar", "check", tmp_path / "gone.json").code == BAD_INPUT


def test_a_calendar_there_is_not_is_answered_with_the_nearest() -> None:
    for command in (("show", "scotlnd"), ("check", str(GOVUK), "--calendar", "scotlnd")):
        ran = run("calendar", *command)
        assert ran.code == BAD_INPUT
        assert 'Did you mean "scotland"?' in ran.err


def test_the_files_are_made_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    first = run("calendar", "make", tmp_path / "made", "--published-until", "2028-12-31").done()
    assert first.out.count("written") == 3
    files = sorted((tmp_path / "made").iterdir())
    before = [file.read_bytes() for file in files]
    assert len(files) == 3
    second = run("calendar", "make", tmp_path / "made", "--published-until", "2028-12-31").done()
    assert second.out.count("unchanged") == 3
    assert [file.read_bytes() for file in files] == before
    shown = run("calendar", "show", "scotland", "--folder", tmp_path / "made", "--json").done()
    assert shown.json["bank_holidays"]

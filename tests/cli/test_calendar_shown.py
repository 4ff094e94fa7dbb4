"""`casetrack calendar show` and `merge` of a landlord: the days its cases are counted with."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from calendar_samples import landlord_before, versions
from freezegun import freeze_time
from landlord import BAD_INPUT, Landlord, landlord, run

ADD = ("calendar", "add", "2026-06-15", "World Cup bank holiday")
SHOW = ("calendar", "show", "--year", "2026")


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Iterator[Landlord]:
    """A landlord on the morning of Mon 1 June 2026."""
    made = landlord(tmp_path, database_url)
    with freeze_time("2026-06-01 09:00", real_asyncio=True):
        yield made


def test_a_day_the_landlord_added_is_shown_and_said_to_be_its_own(there: Landlord) -> None:
    there.run(*ADD).done()
    shown = there.run(*SHOW, "--json").done().json
    assert (shown["calendar"], shown["where"]) == ("england-and-wales", "database")
    assert shown["calendar_version"] == versions(there)[-1].version
    added = [each["date"] for each in shown["bank_holidays"] if each["added_here"]]
    assert added == ["2026-06-15"]
    text = there.run(*SHOW).done().out
    assert "Mon 15 Jun 2026" in text
    assert text.count("added here") == 1
    assert "england-and-wales, as this landlord's database holds it, version " in text
    assert "know more" not in text


def test_a_day_the_landlord_took_off_is_said_to_be_off(there: Landlord) -> None:
    there.run("calendar", "remove", "2026-12-25").done()
    shown = there.run(*SHOW, "--json").done().json
    assert "2026-12-25" not in {each["date"] for each in shown["bank_holidays"]}
    assert shown["taken_off"] == ["2026-12-25"]
    assert "Taken off here: Fri 25 Dec 2026." in there.run(*SHOW).done().out


def test_settings_in_the_folder_are_enough(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.run(*ADD).done()
    monkeypatch.chdir(there.folder)
    assert run(*SHOW, "--json").done().json["where"] == "database"
    monkeypatch.chdir("/")
    monkeypatch.setenv("CASETRACK_CONFIG", str(there.config))
    assert run(*SHOW, "--json").done().json["where"] == "database"


def test_a_calendar_that_is_named_alone_is_the_one_of_the_files(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.run(*ADD).done()
    monkeypatch.chdir(there.folder)
    for typed in (("england-and-wales",), ("--calendar", "england-and-wales")):
        shown = run(*SHOW, *typed, "--json").done().json
        assert shown["where"] == "file"
        assert "2026-06-15" not in {each["date"] for each in shown["bank_holidays"]}
    assert "from calendar files" in run(*SHOW, "--calendar", "scotland").done().out
    both = run(*SHOW, "scotland", "--calendar", "northern-ireland")
    assert (both.code, both.out) == (BAD_INPUT, "")


def test_named_beside_the_settings_it_is_the_database_only_for_the_landlords_own(
    there: Landlord,
) -> None:
    there.run(*ADD).done()
    assert there.run(*SHOW, "england-and-wales", "--json").done().json["where"] == "database"
    assert there.run(*SHOW, "scotland", "--json").done().json["where"] == "file"


def test_without_a_landlord_the_files_of_england_and_wales_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = run(*SHOW, "--json").done().json
    assert (shown["calendar"], shown["where"]) == ("england-and-wales", "file")


def test_files_that_are_gone_or_broken_hide_nothing_the_database_has(there: Landlord) -> None:
    there.run(*ADD).done()
    folder = there.folder / "calendars"
    folder.mkdir()
    (folder / "england-and-wales.toml").write_text("what is this", encoding="utf-8")
    shown = there.run(*SHOW, "--json").done().json
    assert (shown["where"], shown["files_know_more"]) == ("database", False)
    assert "2026-06-15" in {each["date"] for each in shown["bank_holidays"]}


def test_newer_files_are_told_of_and_merged_as_it_says(tmp_path: Path, database_url: str) -> None:
    there = landlord_before(tmp_path, database_url, date(2026, 12, 25))
    shown = there.run(*SHOW).done().out
    assert "The calendar files know more than the database." in shown
    rehearsed = there.run("calendar", "merge", "--dry-run").done().out
    assert rehearsed.startswith("Dry run: nothing is saved.\n")
    assert len(versions(there)) == 1
    merged = there.run("calendar", "merge", "--json").done().json
    assert (merged["changed"], merged["saved"], merged["date"]) == (True, True, None)
    assert "Fri 25 Dec 2026" in there.run(*SHOW).done().out
    assert "know more" not in there.run(*SHOW).done().out
    assert there.run("calendar", "merge", "--json").done().json["changed"] is False


def test_a_landlords_own_file_that_grew_is_merged(there: Landlord) -> None:
    folder = there.folder / "calendars"
    folder.mkdir()
    (folder / "england-and-wales.toml").write_text(
        '[announced]\n2027-06-14 = "Extra bank holiday"\n', encoding="utf-8"
    )
    assert there.run("calendar", "merge", "--json").done().json["changed"]
    shown = there.run("calendar", "show", "--year", "2027", "--json").done().json
    days = {each["date"]: each["added_here"] for each in shown["bank_holidays"]}
    assert days["2027-06-14"] is False  # the files have it

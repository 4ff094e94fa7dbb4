"""`casetrack calendar add`, `remove`, `review` and `check` on a landlord's database, as typed."""

import json
import shlex
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from calendar_samples import (
    acknowledged,
    answered,
    extended,
    landlord_before,
    received,
    record,
    versions,
)
from freezegun import freeze_time
from landlord import BAD_INPUT, DONE, FOUND, Landlord, landlord, on_sqlite, run

from casetrack.domain.facts.papers import LetterIssued
from casetrack.domain.facts.terms import LetterKind

GOVUK = Path(__file__).parents[1] / "data" / "bank-holidays.json"
ADD = ("calendar", "add", "2026-06-15", "World Cup bank holiday")
REMOVE = ("calendar", "remove", "2026-06-15")


@pytest.fixture
def there(tmp_path: Path, database_url: str) -> Iterator[Landlord]:
    """A landlord on the morning of Mon 1 June 2026."""
    made = landlord(tmp_path, database_url)
    with freeze_time("2026-06-01 09:00", real_asyncio=True):
        yield made


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Landlord]:
    """The same where the engine is not the point."""
    made = on_sqlite(tmp_path)
    with freeze_time("2026-06-01 09:00", real_asyncio=True):
        yield made


def _promised(there: Landlord) -> None:
    letter = LetterIssued(
        happened_on=date(2026, 6, 1),
        stage=1,
        letter=LetterKind.STAGE_1_ACKNOWLEDGEMENT,
        promised_on=date(2026, 6, 15),
    )
    record(there, "C1", received(date(2026, 6, 1)), *acknowledged(date(2026, 6, 1)), letter)


def test_a_day_added_prints_what_moved_with_the_promise_beside_it(there: Landlord) -> None:
    _promised(there)
    ran = there.run(*ADD).done()
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == (
        "Mon 15 Jun 2026, World Cup bank holiday, is a bank holiday in the england-and-wales "
        "calendar now."
    )
    assert lines[1:4] == [
        "Case Clock Was due Now due",
        "C1 stage 1 backstop Mon 22 Jun 2026 Tue 23 Jun 2026 promised Mon 15 Jun",
        "C1 stage 1 answer Mon 15 Jun 2026 Tue 16 Jun 2026 promised Mon 15 Jun",
    ]
    assert lines[4].startswith("2 due days moved, of 1 case. Calendar version ")
    assert "Ms A Example" not in ran.out + ran.err
    assert there.clocks("C1")["stage-1-response"]["due_on"] == "2026-06-16"
    assert there.run("check").code == DONE
    assert there.run("rebuild", "--json").done().json["replaced"] == 0
    history = there.case("C1")["history"]
    assert [e["on"] for e in history if e["fact"] == "deadline-moved"] == ["2026-06-01"] * 2


def test_a_day_added_and_taken_off_as_json(there: Landlord) -> None:
    _promised(there)
    before = there.clocks("C1")
    added = there.run(*ADD, "--source", "GOV.UK", "--json").done().json
    assert added["moved"] == [
        {
            "reference": "C1",
            "clock": "stage-1-backstop",
            "was_due_on": "2026-06-22",
            "due_on": "2026-06-23",
            "promised_on": "2026-06-15",
        },
        {
            "reference": "C1",
            "clock": "stage-1-response",
            "was_due_on": "2026-06-15",
            "due_on": "2026-06-16",
            "promised_on": "2026-06-15",
        },
    ]
    assert (added["changed"], added["saved"], added["to_review"]) == (True, True, 0)
    assert added["calendar_version"] == versions(there)[-1].version
    again = there.run(*ADD, "--json").done().json
    assert (again["changed"], again["saved"], again["moved"]) == (False, False, [])
    removed = there.run(*REMOVE, "--withdrawn-on", "2026-06-01", "--json").done().json
    assert {(m["clock"], m["due_on"]) for m in removed["moved"]} == {
        ("stage-1-backstop", "2026-06-22"),
        ("stage-1-response", "2026-06-15"),
    }
    assert there.clocks("C1") == before
    assert there.run("check").code == DONE


def test_a_dry_run_says_so_and_saves_nothing(alone: Landlord) -> None:
    _promised(alone)
    before = alone.case("C1")
    ran = alone.run(*ADD, "--dry-run").done()
    assert ran.out.startswith("Dry run: nothing is saved.\n")
    assert "Tue 16 Jun 2026" in ran.out
    assert alone.run(*ADD, "--dry-run", "--json").done().json["saved"] is False
    assert alone.case("C1") == before
    assert len(versions(alone)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("add", "2026-06-13", "Extra"), "It is a Saturday, no working day anyway"),
        (("add", "2026-05-26", "Extra"), "It lies in the past"),
        (("add", "25/12/2026", "Christmas"), "already (Christmas Day): nothing changes."),
        (("add", "2030-05-06", "Early May"), "It was worked out by rule and is published now"),
        (("add", "2026-07-03", "Extra"), "0 due days moved, of 0 cases."),
    ],
)
def test_why_nothing_moves_is_said(alone: Landlord, typed: tuple[str, ...], said: str) -> None:
    assert said in alone.run("calendar", *typed).done().out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("add", "2051-01-02", "Extra"), "outside the england-and-wales calendar"),
        (("add", "2026-06-15", " "), "The title is empty"),
        (("add", "2026-06-15", "a\x1b[31m"), "control character"),
        (("add", "2026-06-15", "Day", "--announced-on", "2026-06-02"), "still to come"),
        (("add", "06/15/2026", "Day"), "06/15/2026"),
        (("add", "2026-06-15"), "Missing argument"),
        (("remove", "2026-06-15"), "no bank holiday in the england-and-wales calendar"),
        (("remove", "2026-12-25", "--withdrawn-on", "2026-12-01"), "still to come"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    alone: Landlord, typed: tuple[str, ...], said: str
) -> None:
    ran = alone.run("calendar", *typed)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert said in ran.err
    assert "incident" not in ran.err
    assert "\x1b" not in ran.err
    assert len(versions(alone)) == 1


def test_a_closed_case_goes_on_the_review_list_and_stays_as_it_is(there: Landlord) -> None:
    assert there.run("calendar", "review").done().out.startswith("By the newest calendar no")
    record(
        there,
        "C1",
        received(date(2026, 6, 8)),
        *acknowledged(date(2026, 6, 16)),  # Tue, a day late
        answered(date(2026, 6, 24)),
    )
    before = there.clocks("C1")
    ran = there.run(*ADD).done()
    assert "1 case with a settled clock" in ran.out
    assert "casetrack calendar review" in ran.out
    assert there.clocks("C1") == before
    found = there.run("calendar", "review", "--json").done().json
    assert [each["clock"] for each in found] == ["stage-1-acknowledgement", "stage-1-backstop"]
    old, new = (each.version for each in versions(there))
    assert found[0] == {
        "reference": "C1",
        "clock": "stage-1-acknowledgement",
        "verdict": "missed",
        "due_on": "2026-06-15",
        "calendar_version": old,
        "newest_verdict": "met",
        "newest_due_on": "2026-06-16",
        "newest_calendar_version": new,
    }
    told = " ".join(there.run("calendar", "review").done().out.split())
    assert "C1 stage 1 acknowledgement missed, due Mon 15 Jun 2026 met, due Tue 16 Jun" in told


def test_an_extension_that_was_promised_is_not_moved(alone: Landlord) -> None:
    record(
        alone,
        "C1",
        received(date(2026, 6, 1)),
        *acknowledged(date(2026, 6, 1)),
        extended(date(2026, 6, 10), date(2026, 6, 26)),
    )
    assert "0 due days moved" in alone.run(*ADD).done().out
    assert alone.clocks("C1")["stage-1-response"]["due_on"] == "2026-06-26"


# --- check, against the calendar in the database


def test_check_compares_the_calendar_the_database_holds(there: Landlord) -> None:
    ran = there.run("calendar", "check", GOVUK).done()
    assert ran.out == (
        "The calendars, and england-and-wales as the database holds it, agree with GOV.UK's list, "
        "day for day.\n"
    )
    there.run(*ADD).done()
    ran = there.run("calendar", "check", GOVUK, "--json")
    assert ran.code == FOUND
    assert [(d["where"], d["date"], d["side"]) for d in ran.json] == [
        ("database", "2026-06-15", "calendar")
    ]
    assert shlex.split(ran.json[0]["command"])[-3:] == ["calendar", "remove", "2026-06-15"]


def test_a_day_the_database_lacks_is_printed_with_the_command_that_adds_it(
    tmp_path: Path, database_url: str
) -> None:
    christmas, queen = date(2026, 12, 25), date(2022, 9, 19)
    there = landlord_before(tmp_path, database_url, christmas, queen)
    told = there.run("calendar", "check", GOVUK)
    assert told.code == FOUND
    assert "Fri 25 Dec 2026, Christmas Day, stands on GOV.UK's list" in told.out
    found = there.run("calendar", "check", GOVUK, "--json").json
    assert {(d["where"], d["side"]) for d in found} == {("database", "gov-uk")}
    for difference in found:
        assert difference["command"] in told.out
        program, *typed = shlex.split(difference["command"])
        assert program == "casetrack"
        assert run(*typed).code == DONE
    assert there.run("calendar", "check", GOVUK).code == DONE
    assert {christmas, queen} <= {each.day for each in versions(there)[-1].bank_holidays}


def test_a_year_published_since_is_added_day_by_day(alone: Landlord, tmp_path: Path) -> None:
    published = _published()
    published["england-and-wales"]["events"].append(
        {"title": "Early May bank holiday", "date": "2029-05-07", "notes": ""}
    )
    file = _written(tmp_path, published)
    found = alone.run("calendar", "check", file, "--calendar", "england-and-wales", "--json").json
    computed = [d for d in found if (d["where"], d["side"]) == ("database", "computed")]
    assert [d["date"] for d in computed] == ["2029-05-07"]
    assert run(*shlex.split(computed[0]["command"])[1:]).code == DONE
    held = {each.day: each for each in versions(alone)[-1].bank_holidays}
    assert not held[date(2029, 5, 7)].computed


def test_check_reads_the_list_from_a_pipe(
    alone: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.html").write_text("<html>", encoding="utf-8")
    for piped, code in ((GOVUK, DONE), (tmp_path / "page.html", BAD_INPUT)):
        with piped.open(encoding="utf-8") as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            ran = alone.run("calendar", "check", "-")
        assert ran.code == code
        assert "incident" not in ran.err


def test_check_without_settings_or_of_another_calendar_opens_no_database(
    alone: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone.run(*ADD).done()
    assert alone.run("calendar", "check", GOVUK, "--calendar", "scotland").code == DONE
    assert alone.run("calendar", "check", GOVUK).code == FOUND
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert run("calendar", "check", GOVUK).code == DONE
    monkeypatch.chdir(alone.folder)  # where a casetrack.toml lies
    assert run("calendar", "check", GOVUK).code == FOUND
    monkeypatch.chdir(empty)
    monkeypatch.setenv("CASETRACK_CONFIG", str(alone.config))
    assert run("calendar", "check", GOVUK).code == FOUND


def test_a_hostile_title_in_a_list_reaches_no_terminal_and_no_shell(
    alone: Landlord, tmp_path: Path
) -> None:
    title = "Day'; rm -rf ~ \x1b[31m\u202e\nnext"
    published = _published()
    published["england-and-wales"]["events"].append(
        {"title": title, "date": "2028-06-12", "notes": ""}
    )
    told = alone.run("calendar", "check", _written(tmp_path, published))
    assert told.code == FOUND
    mine = [line for line in told.out.splitlines() if "in the database" in line]
    assert len(mine) == 1
    assert not set(mine[0]) & {"\x1b", "\u202e"}
    typed = shlex.split(mine[0].partition("Add it: ")[2])
    assert typed[-2] == "2028-06-12"
    assert typed[-1].startswith("Day'; rm -rf ~ ")


def _published() -> Any:
    return json.loads(GOVUK.read_text("utf-8"))


def _written(folder: Path, published: Any) -> Path:
    file = folder / "bank-holidays.json"
    file.write_text(json.dumps(published), encoding="utf-8")
    return file


@pytest.mark.parametrize("command", ["add", "remove", "review", "check"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    ran = run("calendar", command, "--help").done()
    assert f"casetrack calendar {command}" in ran.out.split("Example")[1]

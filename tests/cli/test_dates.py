"""`casetrack deadline` and `count` as typed: exact JSON, exit codes, words for mistakes."""

import json
from collections.abc import Callable

import pytest

DONE, BAD_INPUT = 0, 2

Ran = tuple[int, str, str]


# --- deadline


def test_deadline_prints_the_day_as_people_are_shown_it(run: Callable[..., Ran]) -> None:
    assert run("deadline", "2024-12-24", "5") == (DONE, "Fri 3 Jan 2025\n", "")


def test_deadline_as_json_is_exactly_what_the_interface_says(run: Callable[..., Ran]) -> None:
    code, out, err = run("deadline", "2024-12-24", "5", "--json")
    answer = json.loads(out)
    assert answer.pop("calendar_version")
    assert answer == {
        "start": "2024-12-24",
        "working_days": 5,
        "due_on": "2025-01-03",
        "calendar": "england-and-wales",
        "provisional": False,
    }
    assert (code, err) == (DONE, "")


def test_deadline_explained_as_json_lists_every_day(run: Callable[..., Ran]) -> None:
    _, out, _ = run("deadline", "2024-12-24", "3", "--json", "--explain")
    days = json.loads(out)["days"]
    assert all(list(day) == ["date", "counted", "number", "reason"] for day in days)
    assert [(day["date"][5:], day["number"], day["reason"]) for day in days] == [
        ("12-25", None, "Christmas Day"),
        ("12-26", None, "Boxing Day"),
        ("12-27", 1, None),
        ("12-28", None, "weekend"),
        ("12-29", None, "weekend"),
        ("12-30", 2, None),
        ("12-31", 3, None),
    ]
    assert [day["counted"] for day in days] == [day["number"] is not None for day in days]


def test_deadline_explained_for_people_prints_the_rule_and_each_day(
    run: Callable[..., Ran],
) -> None:
    code, out, _ = run("deadline", "2024-12-24", "5", "--explain")
    assert code == DONE
    assert out.startswith("Friday 3 January 2025: 5 working days from Tue 24 Dec 2024\n")
    assert "day 0  Tue 24 Dec 2024" in out
    assert "Wed 25 Dec 2024  Christmas Day" in out
    assert "5  Fri 3 Jan 2025" in out
    assert "The start day is day 0; the first working day after it is day 1" in out


@pytest.mark.parametrize(
    ("start", "days", "due_on"),
    [
        ("2024-12-21", "-1", "2024-12-20"),  # Sat → Fri
        ("2025-01-03", "-5", "2024-12-24"),  # Fri → Tue
        ("2024-12-21", "0", "2024-12-21"),  # Sat: nought is the start itself
        ("24/12/2024", "5", "2025-01-03"),
        ("24 Dec 2024", "5", "2025-01-03"),
        ("2024-02-29", "5", "2024-03-07"),  # Thu → Thu
    ],
)
def test_deadline_counts_back_and_reads_days_as_people_type_them(
    run: Callable[..., Ran], start: str, days: str, due_on: str
) -> None:
    code, out, _ = run("deadline", start, days, "--json")
    answer = json.loads(out)
    assert (code, answer["due_on"], answer["working_days"]) == (DONE, due_on, int(days))


@pytest.mark.parametrize(
    ("calendar", "due_on"),
    [
        ("england-and-wales", "2024-12-03"),  # Tue
        ("scotland", "2024-12-04"),  # Wed: Mon 2 Dec stands in for St Andrew's Day
        ("northern-ireland", "2024-12-03"),
    ],
)
def test_deadline_counts_with_the_bank_holidays_asked_for(
    run: Callable[..., Ran], calendar: str, due_on: str
) -> None:
    _, out, _ = run("deadline", "2024-11-26", "5", "--calendar", calendar, "--json")
    answer = json.loads(out)
    assert (answer["due_on"], answer["calendar"]) == (due_on, calendar)


@pytest.mark.parametrize(
    ("known_on", "due_on"), [("2022-09-08", "2022-09-19"), ("2022-09-30", "2022-09-20")]
)
def test_deadline_can_be_asked_with_what_was_known_on_a_day(
    run: Callable[..., Ran], known_on: str, due_on: str
) -> None:
    # The bank holiday of Mon 19 Sep 2022 was announced ten days before.
    _, out, _ = run("deadline", "2022-09-12", "5", "--as-known-on", known_on, "--json")
    answer = json.loads(out)
    assert answer["due_on"] == due_on
    assert known_on in answer["calendar_version"]


@pytest.mark.parametrize(("days", "provisional"), [("1", False), ("2", True)])
def test_deadline_says_what_is_provisional(
    run: Callable[..., Ran], days: str, provisional: bool
) -> None:
    # From Thu 28 Dec 2028: Fri 29 Dec 2028, then Tue 2 Jan 2029.
    _, out, _ = run("deadline", "2028-12-28", days, "--json")
    assert json.loads(out)["provisional"] is provisional
    _, words, _ = run("deadline", "2028-12-28", days)
    assert ("Provisional" in words) is provisional


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2024-02-30", "5"], ["2024-02-30", "February 2024 has 29 days"]),
        (["30/02/2025", "5"], ["30/02/2025", "February 2025 has 28 days"]),
        (["12/24/2024", "5"], ["12/24/2024", "day first"]),
        (["Dec 24 2024", "5"], ["Dec 24 2024"]),
        (["yesterday", "5"], ["yesterday"]),
        (["", "5"], ["No date was given"]),
        (["2024-12-24", "five"], ["five"]),
        (["2024-12-24", "5.5"], ["5.5"]),
        (["2024-12-24"], ["DAYS"]),
        (["2024-12-24", "5", "6"], ["6"]),
        (["2050-12-20", "50"], ["Tue 20 Dec 2050", "covers Sun 1 Jan 2012 to Sat 31 Dec 2050"]),
        (["2024-12-24", "9" * 30], ["Tue 24 Dec 2024", "Sat 31 Dec 2050"]),
        (["2011-12-24", "5"], ["Sat 24 Dec 2011", "Sun 1 Jan 2012"]),
        (["2012-01-03", "-5"], ["before Tue 3 Jan 2012", "Sun 1 Jan 2012"]),
        (["2024-12-24", "5", "--calendar", "england"], ["england", "england-and-wales"]),
        (["2024-12-24", "5", "--calendar", "../etc/passwd"], ["../etc/passwd"]),
        (["2024-12-24", "5", "--as-known-on", "31/9/2022"], ["31/9/2022", "30 days"]),
    ],
    ids=str,
)
def test_deadline_says_what_was_typed_wrong(
    run: Callable[..., Ran], arguments: list[str], words: list[str]
) -> None:
    code, out, err = run("deadline", *arguments, "--json")
    assert (code, out) == (BAD_INPUT, "")
    for word in words:
        assert word in err
    assert "fault of its own" not in err


# --- count


@pytest.mark.parametrize(
    ("start", "end", "working_days"),
    [
        ("2024-05-29", "2024-08-05", 48),  # Wed → Mon, printed in a decision
        ("2024-08-05", "2024-05-29", -48),
        ("2024-12-24", "2024-12-24", 0),
        ("2024-12-24", "2024-12-26", 0),  # Tue → Thu, Christmas
    ],
)
def test_count_as_json_is_exactly_what_the_interface_says(
    run: Callable[..., Ran], start: str, end: str, working_days: int
) -> None:
    code, out, err = run("count", start, end, "--json")
    assert json.loads(out) == {
        "start": start,
        "end": end,
        "working_days": working_days,
        "calendar": "england-and-wales",
    }
    assert (code, err) == (DONE, "")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("2024-12-27", "1 working day\n"),
        ("2024-12-30", "2 working days\n"),
        ("2024-12-23", "-1 working day\n"),
    ],
)
def test_count_for_people_is_one_line(run: Callable[..., Ran], end: str, words: str) -> None:
    assert run("count", "2024-12-24", end) == (DONE, words, "")


def test_count_past_the_horizon_is_bad_input(run: Callable[..., Ran]) -> None:
    code, out, err = run("count", "2024-12-24", "2051-01-01")
    assert (code, out) == (BAD_INPUT, "")
    assert "Sun 1 Jan 2051" in err


# --- all three


@pytest.mark.parametrize("command", ["deadline", "count", "timeline"])
def test_help_shows_an_example(run: Callable[..., Ran], command: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == DONE
    assert f"Example: casetrack {command} " in out


@pytest.mark.parametrize("command", ["deadline 2024-12-24 5", "count 2024-12-24 2025-01-03"])
def test_the_settings_file_can_be_named_before_and_after_the_command(
    run: Callable[..., Ran], command: str
) -> None:
    # These commands read no settings, so it may as well not be there.
    before = run("--config", "casetrack.toml", *command.split())
    after = run(*command.split(), "--config", "casetrack.toml")
    assert before[0] == DONE
    assert after == before


def test_a_command_that_does_not_exist_names_the_nearest(run: Callable[..., Ran]) -> None:
    code, out, err = run("deadlin", "2024-12-24", "5")
    assert (code, out) == (BAD_INPUT, "")
    assert 'There is no command "deadlin". Did you mean "deadline"?' in err


def test_help_of_casetrack_names_the_commands(run: Callable[..., Ran]) -> None:
    code, out, _ = run("--help")
    assert code == DONE
    for command in ("deadline", "count", "timeline"):
        assert f"  {command} " in out


def test_the_version_is_printed(run: Callable[..., Ran]) -> None:
    code, out, _ = run("--version")
    assert code == DONE
    assert out.startswith("casetrack ")

"""The worklist and the digests: what stands on them, in what order, and how many days are left."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from landlord import BAD_INPUT, Landlord, Row, landlord, on_sqlite, row

from casetrack.calendars import load_calendar

MONDAY = "2024-06-17"
CALENDAR = load_calendar("england-and-wales")


def lines(there: Landlord, *options: str, today: str = MONDAY) -> list[Any]:
    found: list[Any] = there.run("due", "--json", "--today", today, *options).done().json["due"]
    return found


def what(found: list[Any]) -> list[tuple[str, str]]:
    return [(line["reference"], line["key"].removeprefix("stage-")) for line in found]


def some_cases() -> list[Row]:
    acknowledged = {"stage1_acknowledged": "2024-06-06", "handler": "JB"}  # Thu
    return [
        row("NEW", "2024-06-14"),  # Fri: acknowledge by Fri 21, backstop Fri 5 July
        row("LATE", "2024-06-05", handler="Priya S"),  # Wed: was Wed 12, backstop Wed 26
        row("RUNNING", **acknowledged),  # answer by Thu 20
        row("TODAY", stage1_acknowledged="2024-06-03", handler="JB"),  # Mon: answer by Mon 17
        row("DONE", **acknowledged, stage1_responded="2024-06-14"),
        row("REFUSED", refused_reason="over 12 months"),
        row("WITHDRAWN", withdrawn="2024-06-05"),
        row(
            "ESCALATED",
            "2024-05-01",  # Wed
            handler="JB",
            stage1_acknowledged="2024-05-02",
            stage1_responded="2024-05-16",
            stage2_requested="2024-05-20",  # Mon
            stage2_acknowledged="2024-05-22",  # Wed: answer by Thu 20 June
            stage2_handler="T Osei",
        ),
        row("ESCALATED LATER", "2024-05-01", stage1_responded="2024-05-16",
            stage2_requested="2024-06-12"),
    ]  # fmt: skip


def test_the_latest_stands_first_and_what_is_over_not_at_all(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(*some_cases())
    found = lines(there)
    assert [line["due_on"] for line in found] == sorted(line["due_on"] for line in found)
    assert sorted(what(found)) == [
        ("ESCALATED", "2-response"),
        ("ESCALATED LATER", "2-acknowledgement"),
        ("ESCALATED LATER", "2-backstop"),
        ("LATE", "1-acknowledgement"),
        ("LATE", "1-backstop"),
        ("NEW", "1-acknowledgement"),
        ("NEW", "1-backstop"),
        ("RUNNING", "1-response"),
        ("TODAY", "1-response"),
    ]
    assert what(found)[:2] == [("LATE", "1-acknowledgement"), ("TODAY", "1-response")]
    left = {key: line["working_days_left"] for key, line in zip(what(found), found, strict=True)}
    assert left[("LATE", "1-acknowledgement")] == -3
    assert left[("TODAY", "1-response")] == 0
    assert left[("RUNNING", "1-response")] == left[("ESCALATED", "2-response")] == 3


def test_a_backstop_stands_on_the_worklist_only_until_the_response_clock_starts(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path).holds(row())
    assert what(lines(there)) == [("C1", "1-acknowledgement"), ("C1", "1-backstop")]
    there.imports(row(stage1_acknowledged="2024-06-13")).done()  # Thu
    assert what(lines(there)) == [("C1", "1-response")]


@pytest.mark.parametrize(
    ("options", "references"),
    [
        (("--overdue",), {"LATE"}),
        (("--within", "0"), {"LATE", "TODAY"}),
        (("--within", "3"), {"LATE", "TODAY", "RUNNING", "ESCALATED", "ESCALATED LATER"}),
        (("--handler", "JB"), {"RUNNING", "TODAY"}),
        (("--handler", "T Osei"), {"ESCALATED"}),
        (("--stage", "2"), {"ESCALATED", "ESCALATED LATER"}),
        (("--handler", "JB", "--within", "0"), {"TODAY"}),
        (("--stage", "2", "--overdue"), set()),
    ],
)
def test_a_filter_leaves_what_it_says(
    tmp_path: Path, options: tuple[str, ...], references: set[str]
) -> None:
    there = on_sqlite(tmp_path).holds(*some_cases())
    found = lines(there, *options)
    whole = lines(there)
    assert {line["reference"] for line in found} == references
    assert [line for line in whole if line in found] == found  # in the same order
    if "--within" in options:
        assert all(line["working_days_left"] <= int(options[-1]) for line in found)


def test_a_handler_whose_cases_are_all_done_has_nothing_due(tmp_path: Path) -> None:
    done = row(handler="JB", stage1_acknowledged="2024-06-06", stage1_responded="2024-06-14")
    there = on_sqlite(tmp_path).holds(done)
    assert lines(there, "--handler", "JB") == []
    assert "Nothing is due." in there.run("due", "--handler", "JB").done().out


@pytest.mark.parametrize("command", ["due", "digest"])
def test_a_handler_there_is_not_is_answered_with_the_nearest(tmp_path: Path, command: str) -> None:
    there = on_sqlite(tmp_path).holds(row(handler="Priya S"), row("C2", handler="JB"))
    ran = there.run(command, "--handler", "Prya S")
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert 'Did you mean "Priya S"?' in ran.err


def test_a_negative_number_of_days_is_refused_with_what_to_do(tmp_path: Path) -> None:
    ran = on_sqlite(tmp_path).run("due", "--within", "-1")
    assert ran.code == BAD_INPUT
    assert "--overdue" in ran.err


def test_a_worklist_of_many_pages_is_whole_and_in_order(tmp_path: Path, database_url: str) -> None:
    # 620 cases, 1,240 clocks; many fall due on one day, so that pages end in the middle of it.
    rows = [row(f"C{n:03}", "2024-06-03" if n % 2 else "2024-06-04") for n in range(620)]
    there = landlord(tmp_path, database_url).holds(*rows)
    found = lines(there)
    assert len(found) == len(set(what(found))) == 1240
    assert [line["due_on"] for line in found] == sorted(line["due_on"] for line in found)
    assert {reference for reference, _ in what(found)} == {each["reference"] for each in rows}
    nobody = there.run("digest", "--json", "--today", MONDAY).done().json["digests"]
    (digest,) = nobody
    assert (digest["handler"], len(digest["late"])) == ("", 620)


def test_working_days_left_are_counted_past_weekends_and_bank_holidays(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1", "2024-12-20"), row("C2", "2024-08-19"))  # Fri, Mon
    for today in (date(2024, 8, 20) + timedelta(days=n) for n in range(0, 160, 7)):
        for line in lines(there, today=today.isoformat()):
            due_on = date.fromisoformat(line["due_on"])
            step = 1 if due_on >= today else -1
            between = [
                min(today, due_on) + timedelta(days=n + 1)
                for n in range(abs((due_on - today).days))
            ]
            counted = step * sum(CALENDAR.is_working_day(day) for day in between)
            assert line["working_days_left"] == counted, (today, line)
            assert (line["verdict"] == "overdue") is (due_on < today)


# --- the digest

CANARIES = ("Zebedee Quill", "14 Canary Wharf Mews", "a parrot in the loft", "an apology in song")


def test_no_residents_words_stand_in_a_digest(tmp_path: Path, database_url: str) -> None:
    resident, address, summary, sought = CANARIES
    personal = {
        "resident": resident,
        "address": address,
        "summary": summary,
        "outcome_sought": sought,
    }
    there = landlord(tmp_path, database_url).holds(*({**c, **personal} for c in some_cases()))
    assert resident in there.run("due", "--today", MONDAY).out  # the worklist does show it
    for options in ((), ("--json",), ("--handler", "JB"), ("--handler", "JB", "--json")):
        ran = there.run("digest", "--today", MONDAY, *options).done()
        assert "TODAY" in ran.out
        for canary in CANARIES:
            assert not any(word in ran.out + ran.err for word in canary.split() if len(word) > 5)


def test_a_digest_parts_late_today_and_soon_and_leaves_out_later(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*some_cases())
    morning = there.run("digest", "--today", "2024-06-18", "--json").done().json  # Tue
    by_handler = {
        each["handler"]: {part: what(each[part]) for part in ("late", "today", "soon")}
        for each in morning["digests"]
    }
    assert by_handler == {
        "": {"late": [], "today": [], "soon": [("ESCALATED LATER", "2-acknowledgement")]},
        "JB": {
            "late": [("TODAY", "1-response")],
            "today": [],
            "soon": [("RUNNING", "1-response")],
        },
        "Priya S": {"late": [("LATE", "1-acknowledgement")], "today": [], "soon": []},
        "T Osei": {"late": [], "today": [], "soon": [("ESCALATED", "2-response")]},
    }
    assert morning["anchor"]["number"] == 1
    text = there.run("digest", "--today", "2024-06-18").done().out
    assert morning["anchor"]["hash"] in text
    assert "JB: Tue 18 Jun 2024" in text


def test_one_handlers_digest_holds_nothing_of_anybody_else(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*some_cases())
    (digest,) = there.run("digest", "--handler", "JB", "--today", MONDAY, "--json").json["digests"]
    assert digest["handler"] == "JB"
    assert {line["reference"] for part in ("late", "today", "soon") for line in digest[part]} == {
        "TODAY"
    }
    text = there.run("digest", "--handler", "JB", "--today", MONDAY).done().out
    assert "Priya S" not in text
    quiet = there.run("digest", "--handler", "JB", "--today", "2024-05-01").done().out
    assert "Nothing is late, due today or due within two working days." in quiet

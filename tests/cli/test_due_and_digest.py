"""`casetrack due` and `casetrack digest` as people read them."""

from pathlib import Path

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, Landlord, on_sqlite, row


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path, "[targets]\nstage-1-acknowledgement = 2").holds(
        row("A", "2024-06-05", resident="Ms A Example", handler="JB"),  # Wed: was Wed 12
        row("B", stage1_acknowledged="2024-06-03", resident="Mr B O'Test"),  # Mon: by Mon 17
        row(
            "C",
            stage1_acknowledged="2024-06-06",
            stage1_extended_on="2024-06-14",
            stage1_extended_to="2024-06-27",  # Thu
            stage1_extension_reason="A survey",
            stage1_ombudsman_details="yes",
        ),
    )


def test_the_worklist_says_how_late_what_whose_and_counts_at_its_top(there: Landlord) -> None:
    top, _, *lines = there.run("due", "--today", "2024-06-17").done().out.splitlines()
    assert top == "Sample Homes   Mon 17 Jun 2024   1 late · 1 today · 4 in all"
    cells = [" ".join(line.split()) for line in lines]
    assert cells == [
        "‼ 3 wd late A stage 1 acknowledge Wed 12 Jun Ms A Example JB Fri 7 Jun",
        "! today B stage 1 answer Mon 17 Jun Mr B O'Test –",
        "in 7 wd A stage 1 backstop Wed 26 Jun Ms A Example JB",
        "in 8 wd C stage 1 answer Thu 27 Jun (ext.) –",
    ]


def test_json_names_every_part_of_a_line(there: Landlord) -> None:
    answer = there.run("due", "--today", "2024-06-17", "--json").done().json
    assert answer["today"] == "2024-06-17"
    extended = answer["due"][-1]
    assert (extended["original_due_on"], extended["extended"]) == ("2024-06-20", True)
    assert answer["due"][0]["target_on"] == "2024-06-07"  # Fri: two working days
    assert (answer["due"][0]["verdict"], answer["due"][1]["verdict"]) == ("overdue", "running")
    assert answer["due"][0]["provision"] == "6.2"


def test_without_a_day_given_it_is_the_day_in_london(there: Landlord) -> None:
    with freeze_time("2024-06-16 23:30", real_asyncio=True):  # 00:30 on Mon 17 June in London
        assert there.run("due", "--json").done().json["today"] == "2024-06-17"
        assert there.run("digest", "--json").done().json["today"] == "2024-06-17"


def test_on_a_saturday_friday_is_late_by_no_working_day_yet(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row(received="2024-06-07"))  # Fri: by Fri 14 June
    lines = there.run("due", "--overdue", "--today", "2024-06-15").done().out.splitlines()
    assert lines[2].split()[:3] == ["‼", "late", "C1"]
    assert "1 late" in lines[0]


def test_a_landlord_with_nothing_to_do_is_told_so(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    assert "Nothing is due." in there.run("due").done().out
    assert there.run("due", "--json").done().json["due"] == []
    digest = there.run("digest").done().out
    assert "Nothing is late, due today or due within two working days." in digest


def test_the_managers_digest_counts_everybody_and_keeps_the_anchor(there: Landlord) -> None:
    text = there.run("digest", "--today", "2024-06-17").done().out
    summary = text.split("for the manager")[1]
    assert [line.split() for line in summary.splitlines()[1:4]] == [
        ["Handler", "Late", "Today", "Within", "2", "wd"],
        ["(nobody)", "0", "1", "0"],
        ["JB", "1", "0", "0"],
    ]
    assert "Last seal: number 1, " in summary


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--stage", "3"), "3"),
        (("--within", "two"), "two"),
        (("--today", "06/17/2024"), "17/06/2024"),
        (("--handler", "Nobody"), "Handlers with cases: JB"),
        (("--todya", "2024-06-17"), "--today"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_words(
    there: Landlord, options: tuple[str, ...], words: str
) -> None:
    ran = there.run("due", *options)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert words in ran.err


def test_a_day_past_the_calendar_is_refused_not_guessed(there: Landlord) -> None:
    for command in ("due", "digest"):
        ran = there.run(command, "--today", "2060-01-01")
        assert ran.code == BAD_INPUT
        assert "2050" in ran.err
    assert there.run("due", "--within", "100000").code == BAD_INPUT
    assert there.run("due", "--within", "9" * 30).code == BAD_INPUT

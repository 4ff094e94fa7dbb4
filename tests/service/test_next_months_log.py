"""The log of the month after: what is new is added, what is changed is asked about, blanks say
nothing.
"""

from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, Landlord, landlord, on_sqlite, row

# Received Mon 3 June 2024, acknowledged Thu 6 June: to be answered by Thu 20 June.
OPEN = row(stage1_acknowledged="2024-06-06", handler="JB", category="Repairs")
ANSWERED = {**OPEN, "stage1_responded": "2024-06-19", "stage1_outcome": "Upheld"}  # Wed
EXTENDED = {
    "stage1_extended_on": "2024-06-18",  # Tue
    "stage1_extended_to": "2024-06-27",  # Thu
    "stage1_extension_reason": "A survey is awaited",
    "stage1_ombudsman_details": "yes",
}


def counted(answer: Any) -> tuple[int, int, int]:
    return answer["imported"], answer["updated"], answer["unchanged"]


def refused(there: Landlord, *rows: Any) -> list[dict[str, str]]:
    """Import a log that contradicts the record: its errors, once it is sure nothing was saved."""
    before = [there.case(each["reference"]) for each in rows]
    ran = there.imports(*rows)
    assert ran.code == BAD_INPUT, ran.out
    assert counted(ran.json)[:2] == (0, 0)
    assert [there.case(each["reference"]) for each in rows] == before
    assert there.run("check").code == 0
    errors: list[dict[str, str]] = ran.json["errors"]
    return errors


def facts(there: Landlord, reference: str = "C1") -> list[str]:
    return [entry["fact"] for entry in there.case(reference)["history"]]


def test_a_new_day_is_added_and_the_same_log_again_adds_nothing(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(OPEN, row("C2"))
    assert counted(there.imports(OPEN, row("C2")).done().json) == (0, 0, 2)
    assert there.clocks("C1")["stage-1-response"]["stopped_on"] is None
    answer = there.imports(ANSWERED, row("C2"), row("C3")).done().json
    assert counted(answer) == (1, 1, 1)
    assert facts(there)[-1] == "response-issued"
    assert there.clocks("C1")["stage-1-response"]["verdict"] == "met"
    before = there.case("C1")
    assert counted(there.imports(ANSWERED, row("C2"), row("C3")).done().json) == (0, 0, 3)
    assert there.case("C1") == before


def test_a_changed_day_names_its_cell_and_nothing_of_the_log_is_saved(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(ANSWERED)
    later = {**ANSWERED, "stage1_responded": "2024-06-21"}  # Fri, a day late
    ran = there.imports(row("C2"), later)
    assert ran.code == BAD_INPUT
    (error,) = ran.json["errors"]
    assert (error["row"], error["column"], error["value"]) == (3, "stage1_responded", "2024-06-21")
    assert "Wed 19 Jun 2024 is on record" in error["cure"]
    assert "--correct" in error["cure"]
    assert counted(ran.json)[:2] == (0, 0)
    assert there.run("case", "show", "C2").code == BAD_INPUT
    assert there.clocks("C1")["stage-1-response"]["verdict"] == "met"


def test_with_correct_the_log_is_right_and_the_verdict_follows(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(ANSWERED)
    later = {**ANSWERED, "stage1_responded": "2024-06-21"}  # Fri, due Thu 20 June
    answer = there.imports(later, options=("--correct",)).done().json
    assert counted(answer) == (0, 1, 0)
    assert [finding["code"] for finding in answer["findings"]] == ["answered-late"]
    history = there.case("C1")["history"]
    answered = next(e["entry"] for e in history if e["fact"] == "response-issued")
    assert history[-1]["fact"] == "entry-corrected"
    assert history[-1]["corrects"] == answered
    assert there.clocks("C1")["stage-1-response"]["verdict"] == "missed"
    assert there.metrics()["stages"]["1"]["responded_in_time"]["numerator"] == 0
    assert counted(there.imports(later).done().json) == (0, 0, 1)
    assert there.run("check").code == 0
    assert len(refused(there, ANSWERED)) == 1  # the old log contradicts the record now


def test_a_corrected_receipt_moves_every_due_day(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url).holds(OPEN)
    earlier = {**OPEN, "received": "2024-05-29"}  # Wed
    (error,) = refused(there, earlier)
    assert (error["column"], error["value"]) == ("received", "2024-05-29")
    there.imports(earlier, options=("--correct",)).done()
    clocks = there.clocks("C1")
    assert clocks["stage-1-acknowledgement"]["due_on"] == "2024-06-05"  # Wed
    assert clocks["stage-1-acknowledgement"]["verdict"] == "missed"
    assert clocks["stage-1-backstop"]["due_on"] == "2024-06-19"  # Wed
    may = ("--from", "2024-05-01", "--to", "2024-05-31")
    assert there.metrics(*may)["stages"]["1"]["received"] == 1


def test_a_blank_cell_says_nothing(tmp_path: Path, database_url: str) -> None:
    told = {**ANSWERED, "compensation": "100", "resident": "Ms A Example", "summary": "A leak"}
    there = landlord(tmp_path, database_url).holds(told)
    before = there.case("C1")
    assert counted(there.imports(row()).done().json) == (0, 0, 1)
    assert counted(there.imports({**told, "stage1_responded": "n/a"}).done().json) == (0, 0, 1)
    assert there.case("C1") == before


def test_a_blank_that_is_filled_in_is_no_contradiction(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url).holds({**ANSWERED, "stage1_outcome": ""})
    more = {**ANSWERED, "resident": "Ms A Example"}
    assert counted(there.imports(more).done().json) == (0, 1, 0)
    assert there.metrics()["stages"]["1"]["outcomes"]["upheld"]["numerator"] == 1
    assert there.case("C1")["complaint"]["resident"] == "Ms A Example"
    assert counted(there.imports(more).done().json) == (0, 0, 1)


def test_a_further_extension_is_added_to_the_one_before(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url).holds({**OPEN, **EXTENDED})
    further = {
        **OPEN,
        **EXTENDED,
        "stage1_extended_on": "2024-06-26",  # Wed
        "stage1_extended_to": "2024-07-04",  # Thu: ten working days after Thu 20 June
    }
    assert counted(there.imports(further).done().json) == (0, 1, 0)
    assert facts(there).count("response-extended") == 2
    response = there.clocks("C1")["stage-1-response"]
    assert response["due_on"] == "2024-07-04"
    assert response["earlier_due_on"] == ["2024-06-20", "2024-06-27"]
    assert counted(there.imports(further).done().json) == (0, 0, 1)


def test_another_new_date_for_the_same_extension_is_a_contradiction(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds({**OPEN, **EXTENDED})
    (error,) = refused(there, {**OPEN, **EXTENDED, "stage1_extended_to": "2024-07-01"})  # Mon
    assert (error["column"], error["value"]) == ("stage1_extended_to", "2024-07-01")


def test_another_handler_is_asked_about_and_with_correct_gets_the_case(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(OPEN)
    other = {**OPEN, "handler": "Priya S"}
    (error,) = refused(there, other)
    assert (error["column"], error["value"]) == ("handler", "Priya S")
    there.imports(other, options=("--correct",)).done()
    (line,) = there.run("due", "--handler", "Priya S", "--json").done().json["due"]
    assert line["reference"] == "C1"


def test_the_compensation_stays_what_it_was_when_stage_2_is_answered_later(
    tmp_path: Path, database_url: str
) -> None:
    paid = {**ANSWERED, "compensation": "£100"}
    there = landlord(tmp_path, database_url).holds(paid)
    escalated = {**paid, "stage2_requested": "2024-06-24", "stage2_acknowledged": "2024-06-25"}
    there.imports(escalated).done()
    answered = {**escalated, "stage2_responded": "2024-07-10", "stage2_outcome": "not upheld"}
    assert counted(there.imports(answered).done().json) == (0, 1, 0)
    expected = {"total": "100.00", "count": 1, "mean": "100.00"}
    assert there.metrics()["compensation"] == expected
    assert counted(there.imports(answered).done().json) == (0, 0, 1)
    assert len(refused(there, {**answered, "compensation": "150"})) == 1


# --- the cell at fault is the one that was changed


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("category", "Damp"),
        ("resident", "Mr B O'Test"),
        ("tenure", "LCHO"),
        ("stage1_outcome", "Not upheld"),
        ("stage1_extension_reason", "The contractor is ill"),
        ("stage1_extended_on", "2024-06-17"),
    ],
)
def test_the_error_names_the_cell_that_was_changed_and_what_stands_in_it(
    tmp_path: Path, column: str, value: str
) -> None:
    told = {**ANSWERED, **EXTENDED, "resident": "Ms A Example", "tenure": "LCRA"}
    there = on_sqlite(tmp_path).holds(told)
    (error,) = refused(there, {**told, column: value})
    assert (error["column"], error["value"].casefold()) == (column, value.casefold())


@pytest.mark.parametrize(
    ("column", "value"), [("compensation", "0"), ("stage1_ombudsman_details", "no")]
)
def test_a_nought_or_a_no_where_the_record_says_otherwise_is_not_passed_over(
    tmp_path: Path, column: str, value: str
) -> None:
    told = {**ANSWERED, **EXTENDED, "compensation": "100"}
    there = on_sqlite(tmp_path).holds(told)
    (error,) = refused(there, {**told, column: value})
    assert column in (error["column"], error["heading"])


# --- extensions whose own day the log does not have


def test_the_same_log_the_next_day_adds_nothing_though_an_extension_has_no_day(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    log = row(
        received="2026-11-02",  # Mon
        stage1_acknowledged="2026-11-06",  # Fri
        stage1_extended_to="2026-12-04",  # Fri, still to come
        stage1_extension_reason="A survey is awaited",
        stage1_ombudsman_details="yes",
    )
    with freeze_time("2026-11-24 09:00", real_asyncio=True):  # Tue
        there.holds(log)
    with freeze_time("2026-11-25 09:00", real_asyncio=True):  # Wed
        again = there.imports(log)
    assert again.json["errors"] == []
    assert counted(again.json) == (0, 0, 1)


def test_what_is_said_of_an_extension_without_its_day_is_what_was_done(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    with freeze_time("2026-11-17 09:00", real_asyncio=True):  # Tue, before the due day
        answer = there.imports(
            row(
                received="2026-11-02",  # Mon
                stage1_acknowledged="2026-11-06",  # Fri: due Fri 20 November
                stage1_extended_to="2026-12-04",  # Fri
                stage1_extension_reason="A survey is awaited",
                stage1_ombudsman_details="yes",
            )
        )
    said = [each["assumption"] for each in answer.done().json["assumptions"]]
    moved = there.clocks("C1")["stage-1-response"]["due_on"] != "2026-11-20"
    assert any("moves nothing" in each for each in said) is not moved

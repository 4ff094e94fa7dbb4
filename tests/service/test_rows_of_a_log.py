"""What one row of a log becomes: history with findings, or cells at fault; never half of it."""

from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, Row, landlord, on_sqlite, row


def at(errors: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(error["row"], error["column"]) for error in errors]


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [each["code"] for each in found]


# --- what cannot have been


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"stage1_responded": "2024-06-02"}, ["stage1_responded"]),  # Sun, received Mon 3 June
        ({"stage1_acknowledged": "2024-05-31"}, ["stage1_acknowledged"]),  # Fri
        ({"stage1_defined": "2024-05-31"}, ["stage1_defined"]),
        ({"stage1_logged": "2024-05-31"}, ["stage1_logged"]),
        ({"withdrawn": "2024-05-31"}, ["withdrawn"]),
        ({"closed": "2024-05-31"}, ["closed"]),
        (
            {
                "stage1_extended_on": "2024-05-31",
                "stage1_extended_to": "2024-06-20",
                "stage1_extension_reason": "A survey",
            },
            ["stage1_extended_on"],
        ),
        ({"stage2_requested": "2024-05-31"}, ["stage2_requested"]),
        ({"stage2_acknowledged": "2024-06-24"}, ["stage2_acknowledged"]),
        ({"stage2_responded": "2024-07-15"}, ["stage2_responded"]),
        ({"stage2_due": "2024-07-15"}, ["stage2_due"]),
        (
            {"stage2_acknowledged": "2024-06-24", "stage2_responded": "2024-07-15"},
            ["stage2_acknowledged", "stage2_responded"],
        ),
        (
            {"stage2_requested": "2024-06-24", "stage2_responded": "2024-06-21"},  # Mon, Fri
            ["stage2_responded"],
        ),
    ],
)
def test_what_contradicts_the_record_is_named_by_its_cell(
    tmp_path: Path, cells: Row, columns: list[str]
) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(row("GOOD"), row(**cells))
    assert ran.code == BAD_INPUT
    assert at(ran.json["errors"]) == [(3, column) for column in columns]
    for error in ran.json["errors"]:
        assert error["value"] == cells[error["column"]]
        assert len(error["cure"].split(". ")) > 1  # what is wrong, and what to do
    assert there.run("case", "show", "GOOD").code == BAD_INPUT


def test_no_cell_is_told_that_a_later_day_is_before_an_earlier_one(tmp_path: Path) -> None:
    cells = {"stage2_requested": "2024-05-01", "stage2_acknowledged": "2024-06-10"}  # Wed, Mon
    errors = on_sqlite(tmp_path).imports(row(**cells)).json["errors"]
    assert "stage2_requested" in {error["column"] for error in errors}
    assert not any(
        "Mon 10 Jun 2024 is before stage 2 was requested, Wed 1 May 2024" in error["cure"]
        for error in errors
    )


def test_all_rows_at_fault_are_named_at_once_unreadable_and_impossible_alike(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.imports(
        row("A", stage1_responded="2024-06-02"),
        row("B", "next Tuesday"),
        row("C"),
        row("D", stage2_responded="2024-07-15"),
    )
    assert ran.code == BAD_INPUT
    assert at(ran.json["errors"]) == [
        (2, "stage1_responded"),
        (3, "received"),
        (5, "stage2_responded"),
    ]
    assert there.run("due", "--json").done().json["due"] == []
    assert there.imports(row("C")).done().json["imported"] == 1


@pytest.mark.parametrize(
    "column",
    ["stage1_acknowledged", "stage1_responded", "stage1_extended_on", "withdrawn", "closed"],
)
def test_a_day_still_to_come_is_refused(tmp_path: Path, column: str) -> None:
    there = on_sqlite(tmp_path)
    cells = {column: "2024-06-12"}
    if column == "stage1_extended_on":
        cells |= {"stage1_extended_to": "2024-06-27", "stage1_extension_reason": "A survey"}
    with freeze_time("2024-06-11 09:00", real_asyncio=True):  # Tue
        ran = there.imports(row(**cells))
    assert ran.code == BAD_INPUT
    (error,) = ran.json["errors"]
    assert (error["row"], error["column"], error["value"]) == (2, column, "2024-06-12")
    assert "Wed 12 Jun 2024 is still to come" in error["cure"]
    with freeze_time("2024-06-12 09:00", real_asyncio=True):  # Wed: now it has happened
        there.imports(row(**cells)).done()


def test_the_day_is_londons_also_late_in_a_summer_evening(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    with freeze_time("2024-06-11 23:30", real_asyncio=True):  # 00:30 on Wed 12 June in London
        there.imports(row(received="2024-06-12")).done()


def test_an_import_takes_no_today(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    assert there.imports(row(), options=("--today", "2030-01-01")).code == BAD_INPUT


def test_a_due_date_and_a_new_date_may_well_be_to_come(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    with freeze_time("2024-06-11 09:00", real_asyncio=True):  # Tue
        ran = there.imports(
            row(
                stage1_acknowledged="2024-06-06",
                stage1_due="2024-06-20",
                stage1_extended_on="2024-06-11",
                stage1_extended_to="2024-07-04",
                stage1_extension_reason="A survey",
                stage1_ombudsman_details="yes",
            )
        )
    ran.done()
    assert there.clocks("C1")["stage-1-response"]["due_on"] == "2024-07-04"


# --- late truth is recorded as late


def test_a_row_that_breaks_the_code_enters_with_its_findings(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.imports(
        row(
            stage1_acknowledged="2024-06-12",  # Wed, due Mon 10 June
            stage1_responded="2024-07-01",  # Mon, due Wed 26 June
            handler="JB",
            stage2_requested="2024-07-02",
            stage2_handler="JB",
        )
    ).done()
    findings = {f["code"]: f for f in ran.json["findings"]}
    assert set(findings) == {"acknowledged-late", "answered-late", "same-person-at-both-stages"}
    assert findings["acknowledged-late"]["provision"] == "6.2"
    assert findings["answered-late"]["provision"] == "6.3"
    assert findings["same-person-at-both-stages"]["provision"] == "6.13"
    assert {f["reference"] for f in findings.values()} == {"C1"}


def test_received_before_the_first_edition_has_no_clocks_and_is_outside_all_figures(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    last = row("OLD", "2022-03-31", stage1_responded="2022-04-20", compensation="50")  # Thu
    ran = there.imports(last, row("NEW", "2022-04-01")).done()  # Fri: Code 2022
    assert codes(ran.json["findings"]) == ["edition-not-held"]
    case = there.case("OLD")
    assert (case["clocks"], case["edition"]) == ([], None)
    assert there.case("NEW")["edition"] == "housing-ombudsman-2022"
    assert "No edition of the Code is held" in there.run("case", "show", "OLD").done().out
    due = there.run("due", "--json").done().json["due"]
    assert {line["reference"] for line in due} == {"NEW"}
    figures = there.metrics("--from", "2021-04-01", "--to", "2022-12-31")
    assert figures["stages"]["1"]["received"] == 1
    assert figures["compensation"]["count"] == 0
    assert figures["channels"] == {"Email": {"1": 1, "2": 0}}
    assert [each["code"] for each in figures["assumptions"] if each["count"] == 1] == [
        "edition-not-held"
    ]


def test_a_refusal_is_dated_as_received_and_the_import_says_so(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.imports(row(refused_reason="  over 12 months "), row("C2")).done()
    (taken,) = ran.json["assumptions"]
    assert (taken["reference"], taken["code"]) == ("C1", "refusal-dated-as-received")
    assert "Mon 3 Jun 2024" in taken["assumption"]
    figures = there.metrics()
    assert figures["refused_by_reason"] == {"over 12 months": 1}
    stage = figures["stages"]["1"]
    assert (stage["received"], stage["refused"]) == (1, 1)
    assert {clock["verdict"] for clock in there.clocks("C1").values()} == {"not-applicable"}


def test_a_due_date_of_the_log_is_kept_and_compared_with_the_codes(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.imports(
        row("SAME", stage1_acknowledged="2024-06-06", stage1_due="2024-06-20"),  # Thu, Thu
        row("OTHER", stage1_acknowledged="2024-06-06", stage1_due="2024-06-17"),  # Mon
    ).done()
    differing = [a for a in ran.json["assumptions"] if a["code"] == "recorded-due-differs"]
    (says,) = [each["assumption"] for each in differing if each["reference"] == "OTHER"]
    assert "Mon 17 Jun 2024" in says
    assert "Thu 20 Jun 2024" in says
    assert len(differing) == 1
    assert there.clocks("OTHER")["stage-1-response"]["due_on"] == "2024-06-20"
    shown = there.run("case", "show", "OTHER").done().out
    assert "stage 1 answer: Mon 17 Jun 2024; by the Code Thu 20 Jun 2024" in shown


def test_the_case_and_the_import_say_the_same_of_a_due_date_that_was_extended(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(
        row(
            stage1_acknowledged="2024-06-06",
            stage1_due="2024-06-20",  # Thu: the first due day, by the Code
            stage1_extended_on="2024-06-18",
            stage1_extended_to="2024-07-04",
            stage1_extension_reason="A survey",
            stage1_ombudsman_details="yes",
        )
    ).done()
    differs = "recorded-due-differs" in codes(ran.json["assumptions"])
    shown = there.run("case", "show", "C1").done().out
    assert ("stage 1 answer: Thu 20 Jun 2024; by the Code" in shown) is differs


def test_a_missing_definition_is_taken_as_the_acknowledgements_and_said(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(
        row("A", stage1_acknowledged="2024-06-06"),
        row("B", stage1_acknowledged="2024-06-06", stage1_defined="2024-06-12"),  # Wed, late
    ).done()
    assert [(a["reference"], a["code"]) for a in ran.json["assumptions"]] == [
        ("A", "definition-with-acknowledgement")
    ]
    assert codes(ran.json["findings"]) == ["defined-late"]
    figures = there.metrics()
    assert figures["stages"]["1"]["acknowledged_in_time"]["numerator"] == 1
    assert [(a["code"], a["stage"], a["count"]) for a in figures["assumptions"]] == [
        ("definition-with-acknowledgement", 1, 1)
    ]


# --- outcomes


def test_the_landlords_own_words_for_outcomes_are_mapped_to_the_three(
    tmp_path: Path, database_url: str
) -> None:
    own = '[outcomes]\n"Upheld substantially" = "upheld"\n"No Service Failure" = "not-upheld"'
    there = landlord(tmp_path, database_url, own)
    answered = {"stage1_acknowledged": "2024-06-06", "stage1_responded": "2024-06-19"}
    there.holds(
        row("A", stage1_outcome="UPHELD SUBSTANTIALLY", **answered),
        row("B", stage1_outcome="no service failure", **answered),
        row("C", stage1_outcome="Partially upheld", **answered),
    )
    outcomes = there.metrics()["stages"]["1"]["outcomes"]
    assert {name: share["numerator"] for name, share in outcomes.items()} == {
        "upheld": 1,
        "partly-upheld": 1,
        "not-upheld": 1,
    }


def test_an_outcome_that_is_neither_known_nor_mapped_is_an_error(tmp_path: Path) -> None:
    ran = on_sqlite(tmp_path).imports(
        row(stage1_responded="2024-06-19", stage1_outcome="Upheld substantially")
    )
    assert ran.code == BAD_INPUT
    (error,) = ran.json["errors"]
    assert (error["column"], error["value"]) == ("stage1_outcome", "Upheld substantially")
    assert "[outcomes]" in error["cure"]


def test_an_outcome_without_a_response_is_not_counted_and_the_import_says_so(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(row(stage1_outcome="Upheld")).done()
    assert codes(ran.json["assumptions"]) == ["outcome-without-response"]
    assert there.metrics()["stages"]["1"]["outcomes"]["upheld"]["denominator"] == 0


def test_an_extension_without_the_day_it_was_told_moves_nothing_and_says_why(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    cells = row(
        "C1",
        "2024-06-03",  # Mon
        stage1_acknowledged="2024-06-03",
        stage1_extended_to="2024-06-24",  # Mon, within the limit
        stage1_extension_reason="Survey awaited",
        stage1_ombudsman_details="Yes",
    )
    ran = there.imports(cells).done()
    assert [f["code"] for f in ran.json["findings"]] == ["extension-day-not-recorded"]
    assert "extension-without-its-day" in {a["code"] for a in ran.json["assumptions"]}
    response = there.clocks("C1")["stage-1-response"]
    assert (response["due_on"], response["extended"]) == ("2024-06-17", False)  # Mon
    assert there.imports(cells).done().json["unchanged"] == 1

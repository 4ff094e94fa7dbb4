"""What each option of a report changes, and who is in a figure at all."""

from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, Row, landlord, on_sqlite, row

HOMES = '[homes."2024-25"]\nLCRA = 7000\n'
JULY = ("--today", "2024-07-01")  # Mon

# Received Mon 3 June 2024: acknowledge by Mon 10, answer 10 working days after.
IN_TIME = {"stage1_acknowledged": "2024-06-06", "stage1_responded": "2024-06-20"}  # Thu, Thu
LATE_ACKNOWLEDGED = {"stage1_acknowledged": "2024-06-12", "stage1_responded": "2024-06-26"}  # Wed
LATE_ANSWERED = {"stage1_acknowledged": "2024-06-06", "stage1_responded": "2024-06-21"}  # Fri


def ch02(figures: Any, stage: str = "1") -> tuple[int, int]:
    share = figures["tsm"]["CH02"]["LCRA"][stage]
    return share["numerator"], share["denominator"]


def share(figures: Any, name: str, stage: str = "1") -> tuple[int, int]:
    found = figures["stages"][stage][name]
    return found["numerator"], found["denominator"]


def three_kinds_and_an_open_one(there: Landlord) -> Landlord:
    return there.holds(
        row("A", tenure="LCRA", **IN_TIME),
        row("B", tenure="LCRA", **LATE_ACKNOWLEDGED),
        row("C", tenure="LCRA", **LATE_ANSWERED),
        row("D", "2024-06-27", tenure="LCRA", stage1_acknowledged="2024-06-28"),  # Thu, Fri
    )


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", (1, 4)),
        ('ch02_denominator = "received"', (1, 4)),
        ('ch02_denominator = "received-and-due"', (1, 3)),
        ('ch02_denominator = "responded"', (1, 3)),
        ("require_acknowledgement_in_time = false", (2, 4)),
    ],
)
def test_ch02_counts_by_the_option_and_prints_it(
    tmp_path: Path, setting: str, expected: tuple[int, int]
) -> None:
    there = on_sqlite(tmp_path, f"[reporting]\n{setting}")
    three_kinds_and_an_open_one(there)
    figures = there.metrics(*JULY)
    assert ch02(figures) == expected
    assert share(figures, "responded_in_time") == (2, 4)  # each clock literally
    name, _, value = setting.replace('"', "").partition(" = ")
    if name:
        assert str(figures["options"][name]).lower() == value
        printed = there.run("report", "metrics", "--year", "2024-25", *JULY).done().out
        assert f"{name} = {value}" in printed
        assert "checked against the Regulator's text before publishing" in printed


def test_a_report_shorter_than_a_year_counts_what_was_received_and_is_due_and_says_so(
    tmp_path: Path, database_url: str
) -> None:
    there = three_kinds_and_an_open_one(landlord(tmp_path, database_url))
    quarter = ("--from", "2024-04-01", "--to", "2024-06-30")
    figures = there.metrics(*quarter, *JULY)
    assert ch02(figures) == (1, 3)
    assert figures["options"]["ch02_denominator"] == "received-and-due"
    assert figures["stages"]["1"]["not_yet_determinable"] == 1
    printed = there.run("report", "metrics", *quarter, *JULY).done().out
    assert "ch02_denominator = received-and-due" in printed
    assert ch02(there.metrics(*quarter, "--today", "2024-08-01")) == (1, 4)  # Thu: it is due now


def test_with_responded_the_quarter_still_uses_received_and_due(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path, '[reporting]\nch02_denominator = "responded"')
    three_kinds_and_an_open_one(there)
    figures = there.metrics("--from", "2024-04-01", "--to", "2024-06-30", "--today", "2024-08-01")
    assert ch02(figures) == (1, 4)


def test_decimals_are_printed_as_set_and_rounded_half_up(tmp_path: Path) -> None:
    answers = [row(f"C{n}", **(IN_TIME if n < 5 else LATE_ANSWERED)) for n in range(8)]
    there = on_sqlite(tmp_path, "[reporting]\ndecimals = 0").holds(*answers)
    assert there.metrics()["stages"]["1"]["responded_in_time"]["percent"] == "63"  # 62.5
    there.settings("[reporting]\ndecimals = 3")
    assert there.metrics()["stages"]["1"]["responded_in_time"]["percent"] == "62.500"


def test_a_full_response_within_five_days_is_the_acknowledgement_too_unless_set_off(
    tmp_path: Path, database_url: str
) -> None:
    answered = row(tenure="LCRA", stage1_responded="2024-06-10")  # Mon, day 5
    there = landlord(tmp_path, database_url).holds(answered)
    figures = there.metrics()
    assert share(figures, "acknowledged_in_time") == (1, 1)
    assert ch02(figures) == (1, 1)
    assert [each["code"] for each in figures["assumptions"]] == ["response-as-acknowledgement"]
    there.settings("[reporting]\nresponse_is_acknowledgement = false")
    there.run("rebuild").done()
    figures = there.metrics()
    assert share(figures, "acknowledged_in_time") == (0, 1)
    assert share(figures, "responded_in_time") == (1, 1)  # judged by the backstop
    assert ch02(figures) == (0, 1)
    assert figures["assumptions"] == []


def test_a_later_acknowledgement_does_not_undo_that_a_full_response_was_one(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path).holds(
        row(stage1_responded="2024-06-10", stage1_acknowledged="2024-06-13")  # Mon, Thu
    )
    figures = there.metrics()
    assert share(figures, "acknowledged_in_time") == (1, 1)
    assert share(figures, "responded_in_time") == (1, 1)


def test_an_imported_definition_is_not_evidenced_where_the_setting_says_so(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url, '[reporting]\nimported_definition = "not-evidenced"')
    ran = there.imports(
        row("A", **IN_TIME), row("B", **IN_TIME, stage1_defined="2024-06-06")
    ).done()
    assert [f["code"] for f in ran.json["findings"]] == ["not-defined"]
    assert ran.json["assumptions"] == []
    figures = there.metrics()
    assert share(figures, "acknowledged_in_time") == (1, 2)
    assert share(figures, "responded_in_time") == (2, 2)
    assert figures["options"]["imported_definition"] == "not-evidenced"


def test_a_target_of_the_landlords_own_stands_beside_the_codes_day_and_changes_no_verdict(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path, "[targets]\nstage-1-acknowledgement = 2").holds(row())
    (clock,) = (
        line
        for line in there.run("due", *JULY, "--json").done().json["due"]
        if line["key"] == "stage-1-acknowledgement"
    )
    assert (clock["due_on"], clock["target_on"]) == ("2024-06-10", "2024-06-05")  # Mon, Wed
    there.imports(row(**IN_TIME)).done()
    assert there.clocks("C1")["stage-1-acknowledgement"]["verdict"] == "met"


# --- who is in a figure


def test_withdrawn_complaints_leave_the_shares_unless_a_clock_was_late_by_then(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(
        row("EARLY", withdrawn="2024-06-07"),  # Fri
        row("ON TIME", stage1_acknowledged="2024-06-06", withdrawn="2024-06-20"),  # Thu
        row("LATE", withdrawn="2024-06-12"),  # Wed, to be acknowledged by Mon 10 June
        row("ANSWER LATE", stage1_acknowledged="2024-06-06", withdrawn="2024-06-21"),  # Fri
        row("ANSWERED", **IN_TIME, withdrawn="2024-06-24"),  # Mon: too late to be one
    )
    stage = there.metrics()["stages"]["1"]
    assert (stage["received"], stage["withdrawn"], stage["withdrawn_late"]) == (5, 4, 2)
    assert (stage["open"], stage["open_overdue"], stage["not_yet_determinable"]) == (0, 0, 0)
    figures = there.metrics()
    assert share(figures, "acknowledged_in_time") == (2, 3)  # as it was
    assert share(figures, "responded_in_time") == (1, 3)
    listed = there.run(
        *("report", "metrics", "--year", "2024-25", "--json"),
        *("--cases", "stages.1.withdrawn_late"),
    ).done()
    assert listed.json["cases"] == ["ANSWER LATE", "LATE"]


@pytest.mark.parametrize(
    ("today", "overdue"),
    [
        ("2024-06-19", 0),  # Wed
        ("2024-06-20", 0),  # Thu: C2 may be answered until midnight
        ("2024-06-21", 1),  # Fri
        ("2024-06-24", 1),  # Mon: the backstop of C1, never acknowledged
        ("2024-06-25", 2),  # Tue
    ],
)
def test_open_overdue_and_not_yet_determinable_depend_on_the_day(
    tmp_path: Path, today: str, overdue: int
) -> None:
    there = on_sqlite(tmp_path).holds(
        row("C1"),
        row("C2", stage1_acknowledged="2024-06-06"),
        row("C3", "2024-06-24", stage1_acknowledged="2024-06-25"),
    )
    stage = there.metrics("--today", today)["stages"]["1"]
    counts = (stage["open"], stage["open_overdue"], stage["not_yet_determinable"])
    assert counts == (3, overdue, 3 - overdue)


def test_a_stage_2_of_the_2022_code_has_no_acknowledgement_to_be_counted(
    tmp_path: Path, database_url: str
) -> None:
    answered = {"stage1_acknowledged": "2023-06-06", "stage1_responded": "2023-06-14"}
    there = landlord(tmp_path, database_url).holds(
        row("A", "2023-06-05", **answered, stage2_requested="2023-06-19"),  # Mon, Mon
        row("B", "2023-06-05", **answered, stage2_requested="2024-04-08"),  # Mon: by 6.11 as well
    )
    figures = there.metrics("--from", "2023-04-01", "--to", "2024-04-30")
    assert figures["stages"]["2"]["received"] == 2
    assert share(figures, "acknowledged_in_time", "2") == (0, 1)
    assert share(figures, "responded_in_time", "2") == (0, 2)
    assert share(figures, "backstop_met", "2") == (0, 1)


def test_an_extension_counts_as_one_only_where_it_is_valid(tmp_path: Path) -> None:
    extended = {
        **IN_TIME,
        "stage1_responded": "2024-07-03",  # Wed
        "stage1_extended_on": "2024-06-20",  # Thu, the due day
        "stage1_extended_to": "2024-07-04",  # Thu, ten working days on
        "stage1_extension_reason": "A survey is awaited",
        "stage1_ombudsman_details": "yes",
    }
    there = on_sqlite(tmp_path).holds(
        row("VALID", **extended),
        row("NO DETAILS", **{**extended, "stage1_ombudsman_details": "no"}),
        row("TOO LATE", **{**extended, "stage1_extended_on": "2024-06-21"}),
        row("TOO LONG", **{**extended, "stage1_extended_to": "2024-07-05"}),
        row("NO REASONS", **{**extended, "stage1_extension_reason": ""}),
    )
    figures = there.metrics()
    assert share(figures, "extended") == (1, 5)
    assert share(figures, "extended_responded_in_time") == (1, 1)
    assert share(figures, "responded_in_time_with_extension") == (1, 5)
    assert share(figures, "responded_in_time_without_extension") == (0, 5)
    assert share(figures, "backstop_met") == (1, 5)
    hanging = [a for a in figures["assumptions"] if a["code"] == "hangs-on-ombudsman-details"]
    assert [(each["stage"], each["count"]) for each in hanging] == [(1, 1)]


def test_a_late_acknowledgement_buys_no_time_in_the_strict_figure(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row(**LATE_ACKNOWLEDGED))  # answered Wed, backstop Mon 24
    figures = there.metrics()
    assert share(figures, "responded_in_time") == (1, 1)
    assert share(figures, "responded_in_time_strict") == (0, 1)
    assert share(figures, "backstop_met") == (0, 1)


def test_nothing_at_all_is_printed_as_not_applicable(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url)
    figures = there.metrics()
    nothing = {"numerator": 0, "denominator": 0, "percent": "n/a"}
    stage = figures["stages"]["2"]
    assert stage["responded_in_time"] == stage["outcomes"]["upheld"] == nothing
    assert (stage["average_working_days"], stage["median_working_days"]) == (None, None)
    assert figures["escalation"] == nothing
    assert figures["tsm"]["CH02"]["LCHO"]["2"] == nothing
    assert figures["ombudsman"]["maladministration_rate"] == nothing
    assert figures["compensation"] == {"total": "0.00", "count": 0, "mean": "n/a"}
    printed = there.run("report", "metrics", "--year", "2024-25").done().out
    assert "n/a (0 of 0)" in printed
    assert "0.0 %" not in printed
    assert "100" not in printed.replace("1,000", "")


def test_rates_per_1000_homes_need_the_homes_of_the_periods_year(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path, HOMES).holds(row("A", tenure="LCRA"), row("B", tenure="LCHO"))
    rates = there.metrics()["tsm"]["CH01"]
    assert rates["LCRA"]["1"] == {"count": 1, "homes": 7000, "per_1000": "0.14"}
    assert rates["LCHO"]["1"] == {"count": 1, "homes": None, "per_1000": "n/a"}
    quarter = there.metrics("--from", "2024-04-01", "--to", "2024-06-30")["tsm"]["CH01"]
    assert quarter["LCRA"]["1"]["per_1000"] == "0.14"
    for other in (("--year", "2023-24"), ("--from", "2024-01-01", "--to", "2024-12-31")):
        assert there.metrics(*other)["tsm"]["CH01"]["LCRA"]["1"]["homes"] is None


def test_the_median_is_exact_and_the_average_has_two_decimals(tmp_path: Path) -> None:
    def answered(reference: str, day: str) -> Row:
        return row(reference, stage1_acknowledged="2024-06-04", stage1_responded=day)

    there = on_sqlite(tmp_path).holds(
        answered("A", "2024-06-05"),  # Wed, 2 working days from receipt
        answered("B", "2024-06-10"),  # Mon, 5
        answered("C", "2024-06-11"),  # Tue, 6
        answered("D", "2024-06-17"),  # Mon, 10
    )
    stage = there.metrics()["stages"]["1"]
    assert (stage["median_working_days"], stage["average_working_days"]) == (5.5, 5.75)
    there.imports(answered("E", "2024-06-17")).done()
    stage = there.metrics()["stages"]["1"]
    assert (stage["median_working_days"], stage["average_working_days"]) == (6, 6.6)


def test_escalation_is_of_those_received_with_the_withdrawn_and_without_the_refused(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path).holds(
        row("A", **IN_TIME, stage2_requested="2024-06-24"),
        row("B", withdrawn="2024-06-07"),
        row("C", refused_reason="legal proceedings"),
        row("D", "2023-12-04", **{k: v.replace("2024-06", "2023-12") for k, v in IN_TIME.items()},
            stage2_requested="2024-04-03"),
    )  # fmt: skip
    expected = {"numerator": 2, "denominator": 2, "percent": "100.0"}
    assert there.metrics()["escalation"] == expected


def test_the_data_hash_changes_with_every_fact_and_with_the_rules(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row())
    first = there.metrics()["data_hash"]
    assert there.metrics("--today", "2024-07-01")["data_hash"] == first
    there.imports(row(stage1_acknowledged="2024-06-06")).done()
    second = there.metrics()["data_hash"]
    there.settings("[reporting]\nresponse_is_acknowledgement = false")
    there.run("rebuild").done()
    assert len({first, second, there.metrics()["data_hash"]}) == 3

"""The figures of a period as JSON, CSV and a table: the same numbers, and nothing that runs."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, on_sqlite, row

from casetrack.reports.metrics import pounds
from casetrack.reports.spreadsheet import harmless

FORMULAS = ("=1+1", '=HYPERLINK("http://evil.example","x")', "+44 7700", "-5", "@x", "\t=1",
            "\r=1", "\n=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x")  # fmt: skip


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    answered = {"stage1_acknowledged": "2024-06-06", "stage1_responded": "2024-06-19"}
    return on_sqlite(tmp_path, '[homes."2024-25"]\nLCRA = 7000').holds(
        row("A", tenure="LCRA", category="=1+1", stage1_outcome="upheld", **answered),
        row("B", tenure="LCRA", category="Damp", compensation="33.33", **answered),
        row("C", tenure="LCHO", channel="@home", refused_reason="=cmd|'/c calc'!A1"),
        row(
            "D",
            "2024-07-01",
            service_area="Nörth",
            stage2_requested="2024-09-02",
            stage1_acknowledged="2024-07-02",
            stage2_acknowledged="2024-09-03",
        ),
    )


def csv_rows(there: Landlord, *options: str) -> list[dict[str, str]]:
    ran = there.run("report", "metrics", "--year", "2024-25", "--format", "csv", *options).done()
    assert ran.out.startswith("\ufeff")  # spreadsheets take it for their own encoding without
    return list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"), newline="")))


def _flat(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and "denominator" not in value:
        found: dict[str, Any] = {}
        for key, inner in value.items():
            found |= _flat(f"{name}.{key}" if name else key, inner)
        return found
    return {name: value}


def test_the_csv_holds_every_figure_of_the_json(there: Landlord) -> None:
    rows = {each["figure"]: each for each in csv_rows(there)}
    figures = there.metrics()
    for part in ("stages", "escalation", "tsm", "compensation", "refused_by_reason", "categories"):
        for name, value in _flat(part, figures[part]).items():
            if isinstance(value, dict):
                cells = (rows[name]["value"], rows[name]["numerator"], rows[name]["denominator"])
                assert cells == (
                    value["percent"], str(value["numerator"]), str(value["denominator"])
                )  # fmt: skip
            else:
                assert rows[name]["value"] == ("" if value is None else str(value))


def test_no_figure_stands_in_the_csv_twice_under_one_name(there: Landlord) -> None:
    names = [each["figure"] for each in csv_rows(there)]
    assert sorted(names) == sorted(set(names))


def test_every_field_of_the_csv_is_quoted_and_none_is_a_formula(there: Landlord) -> None:
    ran = there.run("report", "metrics", "--year", "2024-25", "--format", "csv").done()
    for line in ran.out.removeprefix("\ufeff").splitlines():
        assert line.startswith('"')
        assert line.endswith('"')
    for each in csv_rows(there):
        for cell in each.values():
            assert cell[:1] not in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"
    assert harmless(f"x{formula}") == f"x{formula}"
    assert harmless("") == ""


def test_json_and_its_format_are_the_same(there: Landlord) -> None:
    asked = ("report", "metrics", "--year", "2024-25", "--today", "2025-04-01")
    json_ = there.run(*asked, "--json").done().json
    assert there.run(*asked, "--format", "json").done().json == json_


def test_the_json_has_the_parts_that_stay_stable(there: Landlord) -> None:
    figures = there.metrics()
    assert set(figures) >= {
        *("period", "options", "generated_on", "data_hash", "stages", "escalation", "tsm"),
        *("refused_by_reason", "channels", "categories", "service_areas", "service_requests"),
        *("compensation", "ombudsman", "by_month", "assumptions"),
    }
    assert set(figures["stages"]) == {"1", "2"}
    for stage in figures["stages"].values():
        assert set(stage) >= {
            *("received", "withdrawn", "withdrawn_late", "refused", "open", "open_overdue"),
            *("not_yet_determinable", "acknowledged_in_time", "responded_in_time"),
            *("responded_in_time_without_extension", "responded_in_time_with_extension"),
            *("responded_in_time_strict", "responded_past_limit_with_good_reason", "extended"),
            *("extended_responded_in_time", "backstop_met", "average_working_days"),
            *("median_working_days", "outcomes"),
        }
    assert set(figures["ombudsman"]) == {
        *("determinations", "findings", "maladministration_rate", "orders"),
    }
    assert figures["compensation"] == {"total": "33.33", "count": 1, "mean": "33.33"}
    assert isinstance(figures["assumptions"], list)


def test_the_table_prints_every_share_with_its_counts(there: Landlord) -> None:
    printed = there.run("report", "metrics", "--year", "2024-25").done().out
    assert "66.7 % (2 of 3)" in printed
    assert "Refused at stage 1: =cmd|'/c calc'!A1 1." in printed
    assert "Compensation: £33.33 on 1 complaint" in printed
    for line in printed.splitlines():
        if " % " in line:
            assert " of " in line


def test_the_options_are_printed_with_what_they_change(there: Landlord) -> None:
    # A late acknowledgement, answered in time: not in time for CH02 because of one option alone.
    late = row("E", tenure="LCRA", stage1_acknowledged="2024-06-12", stage1_responded="2024-06-26")
    there.imports(late).done()
    printed = there.run("report", "metrics", "--year", "2024-25").done().out
    assert "CH02 LCRA, answered within timescales  66.7 % (2 of 3)" in printed
    assert "3 of 3" in printed.split("Counted with")[1]  # what it would be without the option


@pytest.mark.parametrize(
    ("pence", "text"), [(0, "0.00"), (5, "0.05"), (3333, "33.33"), (123456789, "1234567.89")]
)
def test_money_is_printed_in_pounds(pence: int, text: str) -> None:
    assert pounds(pence) == text

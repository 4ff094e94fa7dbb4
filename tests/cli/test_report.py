"""`casetrack report metrics` as typed: periods, cells and their cases, and what is no figure."""

from pathlib import Path

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, Landlord, on_sqlite, row


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(
        row("A", stage1_acknowledged="2024-06-06", stage1_responded="2024-06-19"),
        row("B", refused_reason="not ours. never was"),
        row("C", "2025-04-01"),
    )


@pytest.mark.parametrize(
    ("options", "period"),
    [
        (("--year", "2024-25"), ("2024-04-01", "2025-03-31")),
        (("--from", "2024-06-03", "--to", "3 Jun 2024"), ("2024-06-03", "2024-06-03")),
        (("--from", "01/06/2024", "--to", "30/06/2024"), ("2024-06-01", "2024-06-30")),
        (("--today", "2024-06-30"), ("2024-04-01", "2025-03-31")),
        (("--today", "2025-04-01"), ("2025-04-01", "2026-03-31")),
    ],
)
def test_the_period_is_the_one_asked_for_and_else_the_year_it_is(
    there: Landlord, options: tuple[str, ...], period: tuple[str, str]
) -> None:
    found = there.run("report", "metrics", "--json", *options).done().json["period"]
    assert (found["from"], found["to"]) == period


def test_without_a_day_given_it_is_the_day_in_london(there: Landlord) -> None:
    with freeze_time("2025-03-31 23:30", real_asyncio=True):  # 00:30 on 1 April in London
        found = there.run("report", "metrics", "--json").done().json
    assert found["generated_on"] == "2025-04-01"
    assert found["period"]["from"] == "2025-04-01"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--year", "2024"), "2024-25"),
        (("--year", "2024-26"), "2024-25"),
        (("--year", "2024-25", "--from", "2024-06-01"), "not both"),
        (("--from", "2024-06-01"), "both days"),
        (("--to", "2024-06-01"), "both days"),
        (("--from", "2024-06-02", "--to", "2024-06-01"), "swap"),
        (("--from", "06/13/2024", "--to", "2024-06-01"), "13/06/2024"),
        (("--from", "2024-02-30", "--to", "2024-06-01"), "29 days"),
        (("--format", "pdf"), "pdf"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_how_to_write_one(
    there: Landlord, options: tuple[str, ...], words: str
) -> None:
    ran = there.run("report", "metrics", *options)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert words in ran.err


@pytest.mark.parametrize(
    ("cell", "cases"),
    [
        ("stages.1.received", ["A"]),
        ("stages.1.refused", ["B"]),
        ("stages.1.responded_in_time", ["A"]),
        ("stages.1.responded_in_time.missing", []),
        ("refused_by_reason.not ours. never was", ["B"]),  # with a full stop in it
    ],
)
def test_the_cases_behind_a_figure_are_listed(there: Landlord, cell: str, cases: list[str]) -> None:
    asked = ("report", "metrics", "--year", "2024-25", "--cases", cell)
    assert there.run(*asked, "--json").done().json == {"figure": cell, "cases": cases}
    printed = there.run(*asked).done().out
    assert printed == "".join(f"{case}\n" for case in cases) + f"{len(cases)} in {cell}\n"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("stages.1.responded_in_tme", "stages.1.responded_in_time"),
        ("stages.3.received", "stages.2.received"),
        ("stage.2.refused", "stages.2.refused"),
        ("tsm.CH2.LCRA.1", "tsm.CH02.LCRA.1"),
        ("stages.1.received.missing", "stages.1.received"),
        ("stages.1.responded_in_time.mising", "stages.1.responded_in_time"),
        ("escalation.missing", ""),
        ("refused_by_reason.", ""),
        ("stages.1.outcomes.upheld.mising", ""),
        ("tsm.CH01.LCRX.1", "tsm.CH01.LCRA.1"),
    ],
)
def test_a_figure_there_is_not_is_refused_with_the_nearest(
    there: Landlord, cell: str, meant: str
) -> None:
    ran = there.run("report", "metrics", "--year", "2024-25", "--cases", cell)
    assert ran.code == BAD_INPUT, ran.out
    assert f'Did you mean "{meant}"?' in ran.err or not meant


def test_outside_any_case_the_report_is_still_made(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    assert there.metrics("--year", "2030-31")["stages"]["1"]["received"] == 0
    assert "n/a (0 of 0)" in there.run("report", "metrics").done().out

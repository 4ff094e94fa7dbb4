"""A whole landlord's log of 2024-25: the figures it must give, and the cases behind each of them.

The expected figures were computed apart from casetrack.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from landlord import Landlord, landlord
from sqlalchemy.engine import make_url

from casetrack.domain.periods import Period, reporting_year

DATA = Path(__file__).parent / "data"
EXPECTED = json.loads((DATA / "complaint-log-2024-25.expected.json").read_text("utf-8"))
LOG = DATA / "complaint-log-2024-25.xlsx"
SETTINGS = (DATA / "complaint-log-2024-25.toml").read_text("utf-8")
TODAY = date.fromisoformat(EXPECTED["today"])  # Mon 12 May 2025
YEAR = reporting_year("2024-25")
QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))  # Wed to Mon


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sample_homes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Landlord:
    """The log imported once on each engine, by the settings that lie beside it."""
    folder = tmp_path_factory.mktemp("whole")
    url = f"sqlite:///{folder / 'casetrack.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql_server")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE whole_log")
        parts = make_url(address).set(drivername="postgresql+psycopg", database="whole_log")
        url = parts.render_as_string(hide_password=False)
    there = landlord(folder, url)
    there.config.write_text(SETTINGS.replace("sqlite:///casetrack.db", url), encoding="utf-8")
    answer = there.run("import", LOG, "--json").done().json
    assert (answer["imported"], answer["updated"], answer["errors"]) == (EXPECTED["rows"], 0, [])
    return there


@pytest.fixture(scope="module")
def figures(sample_homes: Landlord) -> Any:
    """What `report metrics` gives for the year."""
    return sample_homes.metrics("--today", EXPECTED["today"])


def test_every_figure_of_each_stage_is_the_expected_one(figures: Any) -> None:
    for stage, expected in EXPECTED["stages"].items():
        assert {name: figures["stages"][stage][name] for name in expected} == expected


def test_escalation_and_refusals_are_the_expected_ones(figures: Any) -> None:
    assert figures["escalation"] == EXPECTED["escalation"]
    assert figures["refused_by_reason"] == EXPECTED["refused_by_reason"]


def test_the_tenant_satisfaction_measures_are_the_expected_ones(figures: Any) -> None:
    expected = EXPECTED["tsm"]
    assert figures["tsm"]["CH02"] == expected["CH02"]
    assert figures["tsm"]["CH01"] == {
        tenure: {
            stage: {
                "count": count,
                "homes": expected["homes"][tenure],
                "per_1000": f"{1000 * count / expected['homes'][tenure]:.2f}",
            }
            for stage, count in counts.items()
        }
        for tenure, counts in expected["CH01_counts"].items()
    }


def test_the_period_is_the_year_and_its_figures_are_dated(figures: Any) -> None:
    assert figures["period"] == dict(zip(("from", "to"), EXPECTED["period"], strict=True))
    assert figures["generated_on"] == EXPECTED["today"]


def test_in_time_is_the_sum_of_without_and_with_extension_over_one_denominator(
    figures: Any,
) -> None:
    for stage in figures["stages"].values():
        whole, *parts = (
            stage[f"responded_in_time{which}"]
            for which in ("", "_without_extension", "_with_extension")
        )
        assert whole["numerator"] == sum(part["numerator"] for part in parts)
        assert {part["denominator"] for part in (whole, *parts)} == {
            stage["received"] - stage["withdrawn"] + stage["withdrawn_late"]
        }


def test_the_same_log_again_adds_nothing_and_the_check_finds_nothing(
    sample_homes: Landlord,
) -> None:
    before = sample_homes.metrics("--today", EXPECTED["today"])
    answer = sample_homes.run("import", LOG, "--json").done().json
    counted = {name: answer[name] for name in ("imported", "updated", "unchanged", "errors")}
    assert counted == {"imported": 0, "updated": 0, "unchanged": EXPECTED["rows"], "errors": []}
    assert sample_homes.metrics("--today", EXPECTED["today"]) == before  # data_hash as well
    assert sample_homes.run("check", "--json").done().json == []


def test_the_figures_by_month_add_up_to_those_of_the_year(figures: Any) -> None:
    assert [month["month"] for month in figures["by_month"]] == [
        *(f"2024-{month:02}" for month in range(4, 13)),
        *("2025-01", "2025-02", "2025-03"),
    ]
    for stage, of_year in figures["stages"].items():
        months = [m["stages"][stage] for m in figures["by_month"] if stage in m["stages"]]
        assert sum(month["received"] for month in months) == of_year["received"]
        for share in ("acknowledged_in_time", "responded_in_time"):
            for part in ("numerator", "denominator"):
                assert sum(m[share][part] for m in months) == of_year[share][part]


def test_volumes_by_channel_category_and_area_each_add_up_to_those_received(figures: Any) -> None:
    for volumes in (figures["channels"], figures["categories"], figures["service_areas"]):
        for stage, of_year in figures["stages"].items():
            assert sum(counts[stage] for counts in volumes.values()) == of_year["received"]


def _counts(name: str, value: Any) -> Iterator[tuple[str, int]]:
    """Give each figure that has a list of cases, and how many cases it says there are."""
    if isinstance(value, Mapping) and {"numerator", "denominator"} <= set(value):
        yield name, value["numerator"]
        yield f"{name}.numerator", value["numerator"]
        yield f"{name}.denominator", value["denominator"]
        if name != "escalation":  # its two counts are of different cases
            yield f"{name}.missing", value["denominator"] - value["numerator"]
    elif isinstance(value, Mapping) and {"count", "per_1000"} <= set(value):
        yield name, value["count"]
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _counts(f"{name}.{key}", inner)
    elif isinstance(value, int) and not name.endswith("working_days"):
        yield name, value


@pytest.mark.parametrize(
    ("period", "today"),
    [(YEAR, TODAY), (QUARTER, date(2025, 1, 31))],  # Fri 31 January: much is not yet due
    ids=["year", "quarter"],
)
def test_the_list_behind_every_figure_is_as_long_as_the_figure(
    sample_homes: Landlord, period: Period, today: date
) -> None:
    figures = sample_homes.metrics(
        *("--from", period.first.isoformat(), "--to", period.last.isoformat()),
        *("--today", today.isoformat()),
    )
    wrong = {}
    compared = 0
    with sample_homes.opened() as casetrack:
        for part in ("stages", "escalation", "tsm", "refused_by_reason"):
            for cell, expected in _counts(part, figures[part]):
                compared += 1
                try:
                    cases = casetrack.reporting.cases(period, cell, today)
                except ValueError as refused:
                    wrong[cell] = str(refused)
                    continue
                if len(cases) != expected or len(set(cases)) != expected:
                    wrong[cell] = f"{len(cases)} cases, the figure says {expected}"
    assert wrong == {}
    assert compared > 100


def test_the_cases_a_share_has_and_lacks_are_together_those_it_is_of(
    sample_homes: Landlord,
) -> None:
    with sample_homes.opened() as casetrack:
        for share in ("acknowledged_in_time", "responded_in_time_strict", "outcomes.upheld"):
            has, lacks, of = (
                set(casetrack.reporting.cases(YEAR, f"stages.1.{share}{part}", TODAY))
                for part in ("", ".missing", ".denominator")
            )
            assert has | lacks == of
            assert not has & lacks


def test_the_cases_are_printed_for_people_and_for_programs(sample_homes: Landlord) -> None:
    asked = ("report", "metrics", "--year", "2024-25", "--cases", "stages.1.withdrawn_late")
    listed = sample_homes.run(*asked, "--json").done().json
    assert listed["figure"] == "stages.1.withdrawn_late"
    assert len(listed["cases"]) == EXPECTED["stages"]["1"]["withdrawn_late"]
    assert sample_homes.run(*asked).done().out.split("\n")[:2] == listed["cases"]


def test_every_row_of_the_worklist_is_of_an_open_clock(sample_homes: Landlord) -> None:
    due = sample_homes.run("due", "--today", EXPECTED["today"], "--json").done().json["due"]
    answers = {
        (line["reference"], line["stage"]) for line in due if line["key"].endswith("response")
    }
    with sample_homes.opened() as casetrack:
        still_open = {
            (reference, stage)
            for stage in (1, 2)
            # Also of those received before or after the year.
            for reference in casetrack.reporting.cases(
                Period(date(2022, 4, 1), TODAY), f"stages.{stage}.open", TODAY
            )
        }
    unacknowledged = {(line["reference"], line["stage"]) for line in due} - answers
    assert answers | unacknowledged == still_open


def test_the_log_was_sealed_once(sample_homes: Landlord) -> None:
    morning = sample_homes.run("digest", "--today", EXPECTED["today"], "--json").done().json
    assert morning["anchor"]["number"] == 1

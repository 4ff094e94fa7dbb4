"""Figures that landlords published: cases with their counts give the percentages they printed."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from landlord import Landlord, Row, landlord, on_sqlite, row

from casetrack.domain.metrics import Share, per_1000

PUBLISHED = json.loads((Path(__file__).parent / "data" / "published-figures.json").read_text())
WITH_TWO_STAGES = [name for name in PUBLISHED if name.startswith("west-lancashire")]
CASTLES = PUBLISHED["castles-and-coasts-apr-sep-2025"]
SMALL = PUBLISHED["small-rural-landlord-2023-24-quarters"]
LATER = ("--today", "2026-01-05")  # Mon: everything is due


def count_behind(percent: str, of: int) -> int:
    """The count whose percentage, to the decimals printed, is this; there must be just one."""
    decimals = len(percent.partition(".")[2])
    counts = [n for n in range(of + 1) if Share(n, of).percent(decimals) == percent]
    nearest = min(counts, key=lambda n: abs(Fraction(100 * n, of) - Fraction(percent)))
    assert counts, f"{percent} % of {of} is no number of cases"
    return nearest


def days(day: date, *after: int) -> list[str]:
    return [(day + timedelta(days=n)).isoformat() for n in after]


def outcomes(count: int, upheld: int, partly: int = 0) -> Iterator[str]:
    for place in range(count):
        yield (
            "upheld" if place < upheld
            else "partly upheld" if place < upheld + partly
            else "not upheld"
        )  # fmt: skip


def as_rows(published: Mapping[str, Any]) -> list[Row]:
    """Cases with a landlord's counts at both stages, all of them answered."""
    first, second = published["stage_1"], published["stage_2"]
    begins = date.fromisoformat(published["period"][0]) + timedelta(days=9)
    in_time = [
        count_behind(stage["responded_in_time_percent"], stage["received"])
        for stage in (first, second)
    ]
    upheld = [
        list(outcomes(stage["received"], count_behind(stage["upheld_percent"], stage["received"])))
        for stage in (first, second)
    ]
    rows = []
    for place in range(first["received"]):
        received, acknowledged, prompt, late = days(begins, 0, 1, 9, 40)
        cells = {
            "stage1_acknowledged": acknowledged,
            "stage1_responded": prompt if place < in_time[0] else late,
            "stage1_outcome": upheld[0][place],
        }
        if place < second["received"]:
            requested, acknowledged, prompt, late = days(begins, 42, 43, 50, 90)
            cells |= {
                "stage2_requested": requested,
                "stage2_acknowledged": acknowledged,
                "stage2_responded": prompt if place < in_time[1] else late,
                "stage2_outcome": upheld[1][place],
            }
        rows.append(row(f"W{place:03}", received, tenure="LCRA", **cells))
    return rows


def printed(there: Landlord, published: Mapping[str, Any], decimals: int) -> Any:
    there.settings(f"[reporting]\ndecimals = {decimals}")
    first, last = published["period"]
    return there.metrics("--from", first, "--to", last, *LATER)["stages"]


@pytest.mark.parametrize("name", WITH_TWO_STAGES)
def test_the_percentages_a_landlord_printed_come_out(
    tmp_path: Path, database_url: str, name: str
) -> None:
    published = PUBLISHED[name]
    there = landlord(tmp_path, database_url).holds(*as_rows(published))
    whole, tenths = (printed(there, published, decimals) for decimals in (0, 1))
    for stage in ("1", "2"):
        expected = published[f"stage_{stage}"]
        figures = tenths if "." in expected["responded_in_time_percent"] else whole
        assert figures[stage]["received"] == expected["received"]
        share = figures[stage]["responded_in_time"]
        assert share["percent"] == expected["responded_in_time_percent"]
        assert share["denominator"] == expected["received"]
        assert whole[stage]["outcomes"]["upheld"]["percent"] == expected["upheld_percent"]


def test_rates_outcomes_refusals_and_escalation_of_half_a_year_come_out(
    tmp_path: Path, database_url: str
) -> None:
    received, second = CASTLES["stage_1"]["received"], CASTLES["stage_2"]["received"]
    shares = CASTLES["outcomes_percent"]
    decided = outcomes(
        received, count_behind(shares["upheld"], received),
        count_behind(shares["partly_upheld"], received),
    )  # fmt: skip
    rows = []
    by_quarter = CASTLES["stage_1"]["by_quarter"]
    quarters = [date(2025, 4, 2)] * by_quarter[0] + [date(2025, 7, 2)] * by_quarter[1]  # Wed, Wed
    for place, (begins, outcome) in enumerate(zip(quarters, decided, strict=True)):
        first, acknowledged, answered, requested = days(begins, 0, 1, 12, 20)
        cells = {
            "stage1_acknowledged": acknowledged,
            "stage1_responded": answered,
            "stage1_outcome": outcome,
            "stage2_requested": requested if place < second else "",
        }
        rows.append(row(f"C{place:03}", first, tenure="LCRA", **cells))
    reasons = {each["why"]: each["count"] for each in CASTLES["refused"]}
    rows += [row(f"R {why}", "2025-05-07", refused_reason=why) for why in reasons]  # Wed
    homes = f'[homes."2025-26"]\nLCRA = {CASTLES["homes"]}\n'
    there = landlord(tmp_path, database_url, homes).holds(*rows)
    half = ("--from", CASTLES["period"][0], "--to", CASTLES["period"][1], *LATER)
    figures = there.metrics(*half)
    assert figures["stages"]["1"]["received"] == received
    assert figures["escalation"]["percent"] == CASTLES["escalation_percent_stage_2_over_stage_1"]
    assert figures["refused_by_reason"] == reasons
    for period, expected in zip(
        (("2025-04-01", "2025-06-30"), ("2025-07-01", "2025-09-30")),
        CASTLES["per_1000_by_quarter"],
        strict=True,
    ):
        quarter = there.metrics("--from", period[0], "--to", period[1], *LATER)
        assert quarter["tsm"]["CH01"]["LCRA"]["1"]["per_1000"] == expected
    there.settings("[reporting]\ndecimals = 0")
    found = there.metrics(*half)["stages"]["1"]["outcomes"]
    assert {name.replace("-", "_"): share["percent"] for name, share in found.items()} == shares


def test_quarters_without_a_complaint_are_not_applicable_and_never_0_or_100_percent(
    tmp_path: Path,
) -> None:
    begins = [date(2023, 4, 12), date(2023, 7, 12), date(2023, 10, 11), date(2024, 1, 10)]  # Wed
    rows = [
        row(f"{begin:%b} {n}", begin.isoformat(), tenure="LCRA",
            stage1_acknowledged=days(begin, 1)[0], stage1_responded=days(begin, 12)[0])
        for begin, count in zip(begins, SMALL["stage_1"], strict=True)
        for n in range(count)
    ]  # fmt: skip
    there = on_sqlite(tmp_path).holds(*rows)
    for place, begin in enumerate(begins):
        first = begin.replace(day=1)
        last = (first + timedelta(days=93)).replace(day=1) - timedelta(days=1)
        figures = there.metrics("--from", first.isoformat(), "--to", last.isoformat(), *LATER)
        stage = figures["stages"]["1"]
        assert stage["received"] == SMALL["stage_1"][place]
        for name in ("acknowledged_in_time", "responded_in_time"):
            expected = re.fullmatch(r"(n/a|\d+)%?(?: \((\d+)\))?", SMALL[name][place])
            assert expected is not None
            percent = stage[name]["percent"].removesuffix(".0")
            assert (percent, stage[name]["denominator"]) == (expected[1], int(expected[2] or 0))
        for name, share in (("extended", stage["extended"]), ("escalated", figures["escalation"])):
            assert share["percent"].removesuffix(".0") == SMALL[name][place]


def test_the_rate_that_does_not_follow_from_its_own_numbers_does_not_come_out() -> None:
    (printed_,) = CASTLES["does_not_follow"]
    found = re.search(r"([\d.]+) per 1,000 homes printed as about (\d+) a year.*= (\d+)", printed_)
    assert found is not None
    rate, claimed, follows = found.groups()
    homes = CASTLES["homes"]
    assert per_1000(int(claimed), homes) == "20.33"
    assert not per_1000(int(claimed), homes).startswith(rate)
    assert abs(Fraction(per_1000(int(follows), homes)) - Fraction(rate)) < Fraction(1, 10)

"""Shares, rates, averages and medians: exact until they are printed, and n/a of nothing."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.domain.metrics import (
    Ch02Denominator,
    ReportOptions,
    Share,
    Spread,
    ch02,
    per_1000,
    rounded,
    stage_metrics,
)
from casetrack.domain.periods import Period, reporting_year


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "percent"),
    [
        (1, 8, 1, "12.5"),
        (1, 8, 0, "13"),  # a half goes up
        (3, 8, 0, "38"),
        (1, 16, 1, "6.3"),  # 6.25
        (1, 3, 1, "33.3"),
        (2, 3, 1, "66.7"),
        (2, 3, 6, "66.666667"),
        (1999, 2000, 1, "100.0"),  # 99.95
        (1999, 2000, 2, "99.95"),
        (0, 7, 1, "0.0"),
        (7, 7, 1, "100.0"),
        (0, 0, 1, "n/a"),
        (1, 1000, 0, "0"),
        (1, 200, 0, "1"),  # 0.5
    ],
)
def test_a_percentage_is_rounded_half_up_and_of_nothing_is_not_applicable(
    numerator: int, denominator: int, decimals: int, percent: str
) -> None:
    assert Share(numerator, denominator).percent(decimals) == percent


@given(st.integers(0, 10**7), st.integers(1, 10**4), st.integers(0, 6))
def test_rounding_agrees_with_decimal_arithmetic(count: int, of: int, decimals: int) -> None:
    # Half up of an exact quotient: sixty digits are more than any of these needs.
    exact = Fraction(count, of)
    wide = Decimal(exact.numerator * 10**60 // exact.denominator).scaleb(-60)
    expected = wide.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rounded(exact, decimals) == f"{expected:f}"


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_average_and_median_are_exact(days: list[int]) -> None:
    spread = Spread(counts={each: days.count(each) for each in days})
    assert spread.average == mean(map(Fraction, days))
    assert spread.median == median(map(Fraction, days))


def test_nobody_answered_has_no_average_and_no_median() -> None:
    assert (Spread(counts={}).average, Spread(counts={}).median) == (None, None)


@pytest.mark.parametrize(
    ("count", "homes", "rate"),
    [
        (855, 7000, "122.14"),
        (61, 7475, "8.16"),
        (66, 7475, "8.83"),
        (1, 8000, "0.13"),  # 0.125
        (0, 600, "0.00"),
        (3, 0, "n/a"),
        (3, None, "n/a"),
    ],
)
def test_a_rate_per_1000_homes_has_two_decimals(count: int, homes: int | None, rate: str) -> None:
    assert per_1000(count, homes) == rate


def test_each_denominator_of_ch02_leaves_out_whom_it_says() -> None:
    sums = {"counted": 10, "answered": 6, "ch02_in_time": 4, "responded_in_time": 5}

    def share(denominator: Ch02Denominator, options: ReportOptions) -> Share:
        return ch02(sums, flag=options.ch02_flag, denominator=denominator, not_yet_determinable=3)

    options = ReportOptions()
    assert share(Ch02Denominator.RECEIVED, options) == Share(4, 10)
    assert share(Ch02Denominator.RECEIVED_AND_DUE, options) == Share(4, 7)
    assert share(Ch02Denominator.RESPONDED, options) == Share(4, 6)
    lenient = ReportOptions(require_acknowledgement_in_time=False)
    assert share(Ch02Denominator.RECEIVED, lenient) == Share(5, 10)


@pytest.mark.parametrize("setting", list(Ch02Denominator))
def test_only_a_whole_year_uses_the_denominator_that_was_set(setting: Ch02Denominator) -> None:
    options = ReportOptions(ch02_denominator=setting)
    assert options.denominator(reporting_year("2024-25")) is setting
    for last in (date(2024, 4, 30), date(2024, 6, 30), date(2025, 3, 30)):
        shorter = Period(date(2024, 4, 1), last)
        assert options.denominator(shorter) is Ch02Denominator.RECEIVED_AND_DUE


def test_the_counts_of_a_stage_add_up() -> None:
    sums = {"rows": 20, "refused": 3, "withdrawn": 4, "withdrawn_late": 1, "counted": 14}
    stage = stage_metrics(
        {**sums, "answered": 9}, open_overdue=3, outcomes={"upheld": 4}, spread=Spread(counts={})
    )
    assert (stage.received, stage.open, stage.not_yet_determinable) == (17, 4, 1)
    assert stage.outcomes["upheld"] == Share(4, 9)
    assert stage.outcomes["not-upheld"] == Share(0, 9)


def test_a_stage_without_any_rows_has_nothing_but_noughts() -> None:
    stage = stage_metrics({}, open_overdue=0, outcomes={}, spread=Spread(counts={}))
    assert (stage.received, stage.open, stage.refused) == (0, 0, 0)
    assert {share.percent(1) for share in stage.shares.values()} == {"n/a"}

"""The figures of a period: what the counts of many stages add up to.

Every share is an exact fraction of two counts, so that nothing is rounded before it is printed,
and names the flags it counts, so that the list behind it is the same question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from casetrack.domain.periods import Period
from casetrack.domain.tallies import Tally

Sums = Mapping[str, int]
"""the count of rows, and of every flag of StageFigures"""


class Ch02Denominator(StrEnum):
    """Whom the share CH02 is of (tenant satisfaction measures)."""

    RECEIVED = "received"
    RECEIVED_AND_DUE = "received-and-due"
    """less the open ones not yet due"""
    RESPONDED = "responded"


@dataclass(frozen=True, slots=True)
class Share:
    """An exact fraction: so many of so many."""

    numerator: int
    denominator: int

    def percent(self, decimals: int) -> str:
        """Return the percentage, rounded half up; "n/a" of none, never 0 % or 100 %."""
        if self.denominator == 0:
            return "n/a"
        return rounded(Fraction(100 * self.numerator, self.denominator), decimals)


def rounded(value: Fraction, decimals: int) -> str:
    """Return a number of at least nought as text, rounded half up to so many decimals."""
    scale = 10**decimals
    units = (2 * value.numerator * scale + value.denominator) // (2 * value.denominator)
    whole, part = divmod(units, scale)
    return f"{whole}.{part:0{decimals}d}" if decimals else str(whole)


SHARES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        # name: (the flag counted, the flag of those it is a share of)
        "acknowledged_in_time": ("acknowledged_in_time", "acknowledgement_counted"),
        "responded_in_time": ("responded_in_time", "counted"),
        "responded_in_time_without_extension": ("responded_without_extension", "counted"),
        "responded_in_time_with_extension": ("responded_with_extension", "counted"),
        "responded_in_time_strict": ("responded_strict", "strict_counted"),
        "responded_past_limit_with_good_reason": ("past_limit_with_good_reason", "counted"),
        "extended": ("extended", "counted"),
        "extended_responded_in_time": ("extended_in_time", "extended"),
        "backstop_met": ("backstop_met", "backstop_counted"),
    }
)
"""The shares of each stage, by the name they are printed under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many working days answers took: the count of answers for each number of days."""

    counts: Mapping[int, int]

    @property
    def average(self) -> Fraction | None:
        """The exact mean; None when nobody was answered."""
        answers = sum(self.counts.values())
        if not answers:
            return None
        return Fraction(sum(days * count for days, count in self.counts.items()), answers)

    @property
    def median(self) -> Fraction | None:
        """The exact median; None when nobody was answered."""
        answers = sum(self.counts.values())
        if not answers:
            return None
        return Fraction(self._at((answers - 1) // 2) + self._at(answers // 2), 2)

    def _at(self, place: int) -> int:
        seen = 0
        for days in sorted(self.counts):
            seen += self.counts[days]
            if place < seen:
                return days
        raise IndexError(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMetrics:
    """The figures of one stage over a period."""

    received: int
    withdrawn: int
    withdrawn_late: int
    refused: int
    open: int
    open_overdue: int
    shares: Mapping[str, Share]
    outcomes: Mapping[str, Share]
    spread: Spread
    hanging_on_details: int
    definitions_assumed: int
    responses_as_acknowledgement: int
    convention_sensitive: int

    @property
    def not_yet_determinable(self) -> int:
        """Open and not yet due: neither in time nor late."""
        return self.open - self.open_overdue


def stage_metrics(
    sums: Sums, *, open_overdue: int, outcomes: Mapping[str, int], spread: Spread
) -> StageMetrics:
    """Return a stage's figures from the counts of its rows.

    `sums` holds `rows` and the count of every flag of StageFigures.
    """
    answered = sums.get("answered", 0)
    return StageMetrics(
        received=sums.get("rows", 0) - sums.get("refused", 0),
        withdrawn=sums.get("withdrawn", 0),
        withdrawn_late=sums.get("withdrawn_late", 0),
        refused=sums.get("refused", 0),
        open=sums.get("counted", 0) - answered - sums.get("withdrawn_late", 0),
        open_overdue=open_overdue,
        shares={
            name: Share(sums.get(flag, 0), sums.get(of, 0)) for name, (flag, of) in SHARES.items()
        },
        outcomes={
            name: Share(outcomes.get(name, 0), answered)
            for name in ("upheld", "partly-upheld", "not-upheld")
        },
        spread=spread,
        hanging_on_details=sums.get("hangs_on_details", 0),
        definitions_assumed=sums.get("definition_assumed", 0),
        responses_as_acknowledgement=sums.get("response_as_acknowledgement", 0),
        convention_sensitive=sums.get("convention_sensitive", 0),
    )


def ch02(
    sums: Sums,
    *,
    flag: str,
    denominator: Ch02Denominator,
    not_yet_determinable: int,
) -> Share:
    """Return the share answered within the Code's timescales (CH02), by the options chosen."""
    counted = sums.get("counted", 0)
    of = {
        Ch02Denominator.RECEIVED: counted,
        Ch02Denominator.RECEIVED_AND_DUE: counted - not_yet_determinable,
        Ch02Denominator.RESPONDED: sums.get("answered", 0),
    }[denominator]
    return Share(sums.get(flag, 0), of)


def per_1000(count: int, homes: int | None) -> str:
    """Return a rate per 1,000 homes with two decimals; "n/a" without homes."""
    return rounded(Fraction(1000 * count, homes), 2) if homes else "n/a"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """The settings that are applied when a figure is counted, printed with every report."""

    ch02_denominator: Ch02Denominator = Ch02Denominator.RECEIVED
    require_acknowledgement_in_time: bool = True
    accept_good_reason: bool = False
    response_is_acknowledgement: bool = True
    imported_definition: str = "assumed"
    decimals: int = 1
    homes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """homes owned at year end, by year and tenure"""

    def denominator(self, period: Period) -> Ch02Denominator:
        """Return whom CH02 is a share of: by setting for a year, less the not yet due for less."""
        return self.ch02_denominator if period.is_year else Ch02Denominator.RECEIVED_AND_DUE

    @property
    def ch02_flag(self) -> str:
        """The flag CH02 counts."""
        return "ch02_in_time" if self.require_acknowledgement_in_time else "responded_in_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """All figures of a period."""

    period: Period
    today: date
    options: ReportOptions
    data_hash: str
    """changes with every fact recorded and every rule changed"""
    stages: Mapping[int, StageMetrics]
    escalation: Share
    ch01: Mapping[str, Mapping[int, int]]
    """tenure → stage → received"""
    ch02: Mapping[str, Mapping[int, Share]]
    ch02_otherwise: Mapping[str, Mapping[int, Share]]
    """each way of counting CH02, in words → stage → what it gives over all tenures"""
    refused_by_reason: Mapping[str, int]
    volumes: Mapping[str, Mapping[str, Mapping[int, int]]]
    """channel, category and service_area → name → stage → received"""
    by_month: Mapping[int, Mapping[int, Sums]]
    """202411 → stage → sums"""
    compensation_pence: int
    compensation_count: int
    tallies: tuple[Tally, ...]
    """what is counted besides the stages"""
    recorded_late: int
    """entries of the cases received in the period, written down late"""
    edition_not_held: int
    """cases received in the period that are outside all figures"""

    def homes(self, tenure: str) -> int | None:
        """Return the homes of the period's year; None where the settings have none."""
        year = self.period.year
        return self.options.homes.get(year, {}).get(tenure) if year else None

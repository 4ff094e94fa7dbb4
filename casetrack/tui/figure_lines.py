"""The figures of a period as lines of a screen: what, per stage, what it counts, in words.

Knows the names of the figures and what each is said to count; counts nothing itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from casetrack.domain.metrics import Metrics, Share, StageMetrics, per_1000, rounded
from casetrack.domain.tallies import FIGURES, REMEDIES, remedies
from casetrack.reports.metrics import assumptions, shown
from casetrack.tui.widgets.chart import Bar

STAGES: Final = (1, 2)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it is shown, and the name its cases are asked for by."""

    name: str
    shown: str
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line: what, and a figure a stage; without any it is a heading."""

    what: str
    figures: tuple[Figure | None, ...] = ()
    counts: str = ""
    """what it counts, as a sentence"""
    called: str = ""
    """what the list of its cases is called; "": as the line is"""

    @property
    def key(self) -> str:
        """What the cursor stays on when the figures are read anew."""
        named = next((figure.name for figure in self.figures if figure), "")
        return f"{self.what} {named}"

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the line's cells: what, stage 1, stage 2, nothing."""
        shown = [figure.shown if figure else "" for figure in (*self.figures, None, None)]
        return (self.what if not self.figures else f"  {self.what}", shown[0], shown[1], "")


_PLAIN: Final = (
    ("received", "received", "Received (stage 2: requested) in the period; refused ones are not."),
    ("refused", "refused", "Refused, with the reasons given to the resident."),
    ("withdrawn", "withdrawn", "Withdrawn before they were answered."),
    (
        "withdrawn_late",
        "withdrawn, a clock late",
        "Withdrawn when a clock was late: still counted.",
    ),
    ("open", "still open", "To be answered."),
    ("open_overdue", "open and late", "To be answered, and past the due day."),
)
_COHORT: Final = "of those received in the period, refused and withdrawn ones left out"
_SHARES: Final = (
    ("acknowledged_in_time", "acknowledged in time", "Acknowledged, defined and logged in time"),
    ("responded_in_time", "answered in time", "Answered by the due day, as validly extended"),
    ("responded_in_time_without_extension", "  not extended", "Answered by the first due day"),
    ("responded_in_time_with_extension", "  extended", "Answered later, by a validly extended day"),
    ("responded_in_time_strict", "by clock and backstop", "Answered by the earlier of the two"),
    ("responded_past_limit_with_good_reason", "past the limit", "By a later day, for good reason"),
    ("extended", "extended", "With a valid extension"),
    ("extended_responded_in_time", "  in time", "Answered by the new day, of those extended"),
    ("backstop_met", "backstop met", "Answered by the backstop"),
)
_VOLUMES: Final = (
    ("channel", "channels", "Channels"),
    ("category", "categories", "Categories"),
    ("service_area", "service_areas", "Service areas"),
)
_RECEIVED: Final = "Received in the period; refused ones are not."


def lines_of(metrics: Metrics) -> Iterator[FigureLine]:
    """Give every line of the figures of a period."""
    yield from _timeliness(metrics)
    yield from _months(metrics)
    yield from _outcomes(metrics)
    yield from _tsm(metrics)
    yield from _refusals(metrics)
    for column, group, title in _VOLUMES:
        yield from _volumes(title, group, metrics.volumes[column])
    yield from _besides(metrics)
    yield from _assumed(metrics)


def _line(what: str, counts: str, *figures: Figure | None, called: str = "") -> FigureLine:
    return FigureLine(what, figures, counts, called)


def _share(name: str, share: Share, decimals: int) -> Figure:
    return Figure(name, shown(share, decimals), share)


def _timeliness(metrics: Metrics) -> Iterator[FigureLine]:
    stages, decimals = [metrics.stages[stage] for stage in STAGES], metrics.options.decimals
    yield FigureLine("In time")
    for name, what, counts in _SHARES:
        figures = (
            _share(f"stages.{n}.{name}", stage.shares[name], decimals)
            for n, stage in zip(STAGES, stages, strict=True)
        )
        of = "" if name == "extended_responded_in_time" else f", {_COHORT}"
        yield _line(what, f"{counts}{of}.", *figures, called=counts)
    yield _line(
        "working days, average",
        "From receipt (stage 2: the request) to the answer, of those answered.",
        *(_days(n, stage, "average") for n, stage in zip(STAGES, stages, strict=True)),
    )
    yield _line(
        "working days, median",
        "Half of the answers took no longer, of those answered.",
        *(_days(n, stage, "median") for n, stage in zip(STAGES, stages, strict=True)),
    )
    yield FigureLine("How many")
    for name, what, counts in _PLAIN:
        figures_ = (
            Figure(f"stages.{n}.{name}", f"{getattr(stage, name):,}")
            for n, stage in zip(STAGES, stages, strict=True)
        )
        yield _line(what, counts, *figures_)
    yield _line(
        "went on to stage 2",
        "Stage 2 requested in the period, of those received at stage 1 in it.",
        None,
        _share("escalation", metrics.escalation, decimals),
    )


def _days(number: int, stage: StageMetrics, which: str) -> Figure:
    value = stage.spread.average if which == "average" else stage.spread.median
    said = "n/a" if value is None else rounded(value, 1)
    return Figure(f"stages.{number}.answered", said)


def _months(metrics: Metrics) -> Iterator[FigureLine]:
    yield FigureLine("By month received")
    for month, stages in metrics.by_month.items():
        name = f"{month // 100}-{month % 100:02d}"
        figures = (
            Figure(
                f"by_month.{name}.stages.{n}.received",
                f"{stages[n]['rows'] - stages[n]['refused']:,}, in time "
                f"{stages[n]['responded_in_time']:,} of {stages[n]['counted']:,}",
            )
            if n in stages
            else None
            for n in STAGES
        )
        yield _line(_month(month), _RECEIVED, *figures, called=f"Received in {_month(month)}")


def _outcomes(metrics: Metrics) -> Iterator[FigureLine]:
    yield FigureLine("Outcomes")
    for name in ("upheld", "partly-upheld", "not-upheld"):
        figures = (
            _share(
                f"stages.{n}.outcomes.{name}",
                metrics.stages[n].outcomes[name],
                metrics.options.decimals,
            )
            for n in STAGES
        )
        yield _line(name.replace("-", " "), "Of those answered.", *figures)


def _tsm(metrics: Metrics) -> Iterator[FigureLine]:
    options = metrics.options
    yield FigureLine("Tenant satisfaction measures")
    for tenure, counts in metrics.ch01.items():
        homes = metrics.homes(tenure)
        of = f"{homes:,} homes" if homes else "homes that the settings do not give for this year"
        figures = (
            Figure(f"tsm.CH01.{tenure}.{n}", f"{per_1000(counts[n], homes)} ({counts[n]:,})")
            for n in STAGES
        )
        yield _line(f"CH01 {tenure}, per 1,000", f"Received, per 1,000 of {of}.", *figures)
    also = ", acknowledged in time as well" if options.require_acknowledgement_in_time else ""
    of = options.denominator(metrics.period).value.replace("-", " ")
    for tenure, shares in metrics.ch02.items():
        figures = (_share(f"tsm.CH02.{tenure}.{n}", shares[n], options.decimals) for n in STAGES)
        yield _line(f"CH02 {tenure}", f"Answered in time{also}, of those {of}.", *figures)


def _refusals(metrics: Metrics) -> Iterator[FigureLine]:
    if metrics.refused_by_reason:
        yield FigureLine("Refused at stage 1, by reason")
    for reason, count in sorted(metrics.refused_by_reason.items(), key=lambda each: -each[1]):
        name = f"refused_by_reason.{reason}" if reason else "stages.1.refused.without_reason"
        figure = Figure(name, f"{count:,}")
        what = reason or "no reason given"
        says = "Refused at stage 1 for this reason."
        yield _line(what, says, figure, called=f"Refused: {what}")


def _volumes(
    title: str, group: str, names: Mapping[str, Mapping[int, int]]
) -> Iterator[FigureLine]:
    if names:
        yield FigureLine(title)
    for name, counts in sorted(names.items(), key=lambda each: (-sum(each[1].values()), each[0])):
        figures = (Figure(f"{group}.{name}.{n}", f"{counts[n]:,}") for n in STAGES)
        what = name or "not given"
        yield _line(what, _RECEIVED, *figures, called=f"{title}: {what}")


def _besides(metrics: Metrics) -> Iterator[FigureLine]:
    group = ""
    for name, counted in FIGURES.items():
        number = counted.number(metrics.tallies)
        if not number or name.endswith(".denominator"):
            continue
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            yield FigureLine(group.replace("_", " ").capitalize())
        figure = Figure(name, f"{number:,}")
        if name == "ombudsman.maladministration_rate":
            of = FIGURES[f"{name}.denominator"].number(metrics.tallies)
            figure = _share(name, Share(number, of), metrics.options.decimals)
        what = name.partition(".")[2].replace(".", " ").replace("_", " ").replace("-", " ")
        called = f"{group.replace('_', ' ').capitalize()}: {what}"
        yield _line(what, "Of all that happened in the period.", figure, called=called)
    if found := remedies(metrics.tallies):
        yield FigureLine("Remedies")
        for kind, become in found.items():
            for word, number in become.items():
                what = f"{kind.replace('-', ' ')} {word}"
                figure = Figure(f"{REMEDIES}{kind}.{word}", f"{number:,}")
                says = "Of those offered in the period."
                yield _line(what, says, figure, called=f"Remedies: {what}")
    if metrics.compensation_count:
        figure = Figure("compensation.count", f"£{metrics.compensation_pence / 100:,.2f}")
        says = f"Offered on {metrics.compensation_count:,} stages of cases received in the period."
        yield _line("compensation", says, figure)


_ASSUMED_SAID: Final = {
    "definition-with-acknowledgement": "definition assumed",
    "response-as-acknowledgement": "answer as acknowledgement",
    "hangs-on-ombudsman-details": "late by missing details",
    "convention-sensitive": "hangs on a start day off",
    "edition-not-held": "outside: no edition held",
}


def _assumed(metrics: Metrics) -> Iterator[FigureLine]:
    found: dict[str, list[Figure | None]] = {}
    says: dict[str, str] = {}
    for code, stage, count, sentence in assumptions(metrics):
        figure = Figure(f"assumptions.{code}.{stage}", f"{count:,}")
        found.setdefault(code, [None, None])[stage - 1] = figure
        says[code] = f"{sentence[0].upper()}{sentence[1:]}."
    if found or metrics.recorded_late:
        yield FigureLine("Taken for granted, late")
    for code, figures in found.items():
        yield _line(_ASSUMED_SAID[code], says[code], *figures)
    if metrics.recorded_late:
        figure = Figure("recorded_late", f"{metrics.recorded_late:,}")
        yield _line(
            "entries recorded late", "Written down more than a working day after the day.", figure
        )


# --- charts


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart by month: its title, its bars, and what reaches the upper edge."""

    title: str
    bars: tuple[Bar, ...]
    top: float | None = None


def charts_of(metrics: Metrics) -> tuple[Drawn, ...]:
    """Return the charts there are, each by the month of receipt."""
    drawn = []
    for stage in STAGES:
        drawn.append(_drawn(metrics, f"Stage {stage}: received by month", stage))
        for flag, of, what in (
            ("responded_in_time", "counted", "answered in time"),
            ("acknowledged_in_time", "acknowledgement_counted", "acknowledged in time"),
        ):
            title = f"Stage {stage}: {what}, % of those received in the month"
            drawn.append(_drawn(metrics, title, stage, (flag, of)))
    return tuple(drawn)


def _drawn(metrics: Metrics, title: str, stage: int, share: tuple[str, str] | None = None) -> Drawn:
    bars = []
    for month in _months_of(metrics):
        sums = metrics.by_month.get(month, {}).get(stage, {})
        if share is None:
            number = sums.get("rows", 0) - sums.get("refused", 0)
            value = float(number) if month <= _month_number(metrics.today) else None
            said = f"{number:,}" if value is not None else ""
        else:
            part = Share(sums.get(share[0], 0), sums.get(share[1], 0))
            value = 100 * part.numerator / part.denominator if part.denominator else None
            said = part.percent(0) if value is not None else ""
        bars.append(Bar(_month(month)[:3], value, said))
    return Drawn(title, tuple(bars), None if share is None else 100.0)


def _months_of(metrics: Metrics) -> list[int]:
    first, last = _month_number(metrics.period.first), _month_number(metrics.period.last)
    months = []
    month = first
    while month <= last:
        months.append(month)
        month += 1 if month % 100 < _DECEMBER else 100 - _DECEMBER + 1
    return months


_DECEMBER: Final = 12


def _month_number(day: date) -> int:
    return day.year * 100 + day.month


def _month(month: int) -> str:
    return f"{date(month // 100, month % 100, 1):%b %Y}"

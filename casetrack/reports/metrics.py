"""The figures of a period as JSON and a table for people.

Knows how figures are named and printed. Never counts anything: that has been done.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from casetrack.domain.facts.terms import Determination, OrderKind
from casetrack.domain.metrics import Metrics, Share, StageMetrics, Sums, per_1000, rounded
from casetrack.domain.tallies import FIGURES, remedies, satisfaction
from casetrack.domain.working_days import said

_BY_MONTH = {
    "acknowledged_in_time": ("acknowledged_in_time", "acknowledgement_counted"),
    "responded_in_time": ("responded_in_time", "counted"),
}


def as_plain(metrics: Metrics) -> dict[str, Any]:
    """Return the figures as the JSON that stays stable."""
    decimals = metrics.options.decimals
    return {
        "period": {
            "from": metrics.period.first.isoformat(),
            "to": metrics.period.last.isoformat(),
        },
        "options": options_as_plain(metrics),
        "generated_on": metrics.today.isoformat(),
        "data_hash": metrics.data_hash,
        "stages": {
            str(number): _stage(stage, decimals) for number, stage in metrics.stages.items()
        },
        "escalation": _share(metrics.escalation, decimals),
        "tsm": _tsm(metrics),
        "ch02_by_option": {
            how: {str(stage): _share(share, decimals) for stage, share in stages.items()}
            for how, stages in metrics.ch02_otherwise.items()
        },
        "refused_by_reason": dict(metrics.refused_by_reason),
        "channels": _volumes(metrics.volumes["channel"]),
        "categories": _volumes(metrics.volumes["category"]),
        "service_areas": _volumes(metrics.volumes["service_area"]),
        "service_requests": _besides(metrics, "service_requests"),
        "actions": _besides(metrics, "actions"),
        "remedies": remedies(metrics.tallies),
        "satisfaction": _satisfaction(metrics),
        "compensation": _compensation(metrics),
        "ombudsman": _ombudsman(metrics),
        "recorded_late": metrics.recorded_late,
        "by_month": [_month(month, row, decimals) for month, row in metrics.by_month.items()],
        "assumptions": [
            {"code": code, "stage": stage, "count": count, "assumption": says}
            for code, stage, count, says in assumptions(metrics)
        ],
    }


def options_as_plain(metrics: Metrics) -> dict[str, Any]:
    """Return the options a report was counted with, as they are printed with it."""
    options = metrics.options
    return {
        "ch02_denominator": options.denominator(metrics.period).value,
        "require_acknowledgement_in_time": options.require_acknowledgement_in_time,
        "accept_good_reason": options.accept_good_reason,
        "response_is_acknowledgement": options.response_is_acknowledgement,
        "imported_definition": options.imported_definition,
        "decimals": options.decimals,
    }


def _share(share: Share, decimals: int) -> dict[str, Any]:
    return {
        "numerator": share.numerator,
        "denominator": share.denominator,
        "percent": share.percent(decimals),
    }


def _stage(stage: StageMetrics, decimals: int) -> dict[str, Any]:
    average, median = stage.spread.average, stage.spread.median
    return {
        "received": stage.received,
        "withdrawn": stage.withdrawn,
        "withdrawn_late": stage.withdrawn_late,
        "refused": stage.refused,
        "open": stage.open,
        "open_overdue": stage.open_overdue,
        "not_yet_determinable": stage.not_yet_determinable,
        **{name: _share(share, decimals) for name, share in stage.shares.items()},
        "average_working_days": None if average is None else float(rounded(average, 2)),
        "median_working_days": None if median is None else _exact(median),
        "outcomes": {name: _share(share, decimals) for name, share in stage.outcomes.items()},
    }


def _exact(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _tsm(metrics: Metrics) -> dict[str, Any]:
    decimals = metrics.options.decimals
    return {
        "CH01": {
            tenure: {
                str(stage): {
                    "count": count,
                    "homes": metrics.homes(tenure),
                    "per_1000": per_1000(count, metrics.homes(tenure)),
                }
                for stage, count in stages.items()
            }
            for tenure, stages in metrics.ch01.items()
        },
        "CH02": {
            tenure: {str(stage): _share(share, decimals) for stage, share in stages.items()}
            for tenure, stages in metrics.ch02.items()
        },
    }


def _volumes(names: Mapping[str, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    return {
        name: {str(stage): count for stage, count in stages.items()}
        for name, stages in names.items()
    }


def _compensation(metrics: Metrics) -> dict[str, Any]:
    total, count = metrics.compensation_pence, metrics.compensation_count
    mean = rounded(Fraction(total, 100 * count), 2) if count else "n/a"
    return {"total": pounds(total), "count": count, "mean": mean}


def pounds(pence: int) -> str:
    """Return an amount of money in pounds with two decimals."""
    return f"{pence // 100}.{pence % 100:02d}"


def _besides(metrics: Metrics, group: str) -> dict[str, int]:
    """Return the figures of a group besides the stages, by their names in it."""
    return {
        name.removeprefix(f"{group}."): counted.number(metrics.tallies)
        for name, counted in FIGURES.items()
        if name.startswith(f"{group}.")
    }


def _satisfaction(metrics: Metrics) -> dict[str, Any]:
    total, answers = satisfaction(metrics.tallies)
    return {
        "answers": answers,
        "mean": rounded(Fraction(total, answers), 2) if answers else "n/a",
    }


def _ombudsman(metrics: Metrics) -> dict[str, Any]:
    numbers = _besides(metrics, "ombudsman")
    rate = Share(numbers["maladministration_rate"], numbers["maladministration_rate.denominator"])
    return {
        "determinations": numbers["determinations"],
        "findings": {
            finding.value: numbers[f"findings.{finding}"]
            for finding in Determination
            if numbers[f"findings.{finding}"]
        },
        "maladministration_rate": _share(rate, metrics.options.decimals),
        "orders": {
            kind.value: {
                name: numbers[f"orders.{kind}.{name}"] for name in ("made", "complied", "overdue")
            }
            for kind in OrderKind
            if numbers[f"orders.{kind}.made"]
        },
    }


def _month(month: int, stages: Mapping[int, Sums], decimals: int) -> dict[str, Any]:
    return {
        "month": f"{month // 100}-{month % 100:02d}",
        "stages": {
            str(stage): {
                "received": sums["rows"] - sums["refused"],
                **{
                    name: _share(Share(sums[flag], sums[of]), decimals)
                    for name, (flag, of) in _BY_MONTH.items()
                },
            }
            for stage, sums in stages.items()
        },
    }


def assumptions(metrics: Metrics) -> Iterator[tuple[str, int, int, str]]:
    """Give what was taken for granted in the figures: code, stage, how many, in words."""
    for number, stage in metrics.stages.items():
        for code, count, says in (
            (
                "definition-with-acknowledgement",
                stage.definitions_assumed,
                "no complaint definition is on record; taken as set out with the acknowledgement",
            ),
            (
                "response-as-acknowledgement",
                stage.responses_as_acknowledgement,
                "a full response within the time for the acknowledgement counts as it",
            ),
            (
                "hangs-on-ombudsman-details",
                stage.hanging_on_details,
                "late only because an extension did not give the Ombudsman's details",
            ),
            (
                "convention-sensitive",
                stage.convention_sensitive,
                "the verdict would differ if a start on a day off moved to the next working day",
            ),
        ):
            if count:
                yield code, number, count, says
    if metrics.edition_not_held:
        yield (
            "edition-not-held",
            1,
            metrics.edition_not_held,
            "received before the first edition of the Code that is held: outside all figures",
        )


# --- the same for a spreadsheet


def as_lines(metrics: Metrics) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Give titled groups of rows: what, stage 1, stage 2."""
    stages = [metrics.stages[number] for number in (1, 2)]
    period, decimals = metrics.period, metrics.options.decimals

    def row(what: str, *cells: object) -> tuple[str, str, str]:
        return (what, str(cells[0]), str(cells[1]))

    def shares(what: str, name: str) -> tuple[str, str, str]:
        return row(what, *(shown(stage.shares[name], decimals) for stage in stages))

    yield (
        f"{said(period.first)} to {said(period.last)}",
        [
            row("received", *(stage.received for stage in stages)),
            row("withdrawn (of them with a clock late)", *map(_withdrawn, stages)),
            row("refused", *(stage.refused for stage in stages)),
            row("open (of them overdue)", *(f"{s.open} ({s.open_overdue})" for s in stages)),
        ],
    )
    yield (
        "In time",
        [
            shares("acknowledged in 5 working days", "acknowledged_in_time"),
            shares("answered by the earlier of clock and backstop", "responded_in_time_strict"),
            shares("answered in time", "responded_in_time"),
            shares("  without an extension", "responded_in_time_without_extension"),
            shares("  with a valid extension", "responded_in_time_with_extension"),
            shares("past the limit with good reason", "responded_past_limit_with_good_reason"),
            shares("extended", "extended"),
            shares("  of them answered by the new date", "extended_responded_in_time"),
            shares("backstop met", "backstop_met"),
            row("average working days", *(_number(s.spread.average) for s in stages)),
            row("median working days", *(_median(s.spread.median) for s in stages)),
        ],
    )
    yield (
        "Outcomes (of those answered)",
        [
            row(name.replace("-", " "), *(shown(s.outcomes[name], decimals) for s in stages))
            for name in ("upheld", "partly-upheld", "not-upheld")
        ],
    )
    yield "Tenant satisfaction measures", list(_tsm_lines(metrics))
    yield "Besides the stages", list(_beside_lines(metrics))


def _beside_lines(metrics: Metrics) -> Iterator[tuple[str, str, str]]:
    """Give what is counted besides the stages, where there is any."""
    for name, counted in FIGURES.items():
        number = counted.number(metrics.tallies)
        if number and "maladministration_rate" not in name:
            yield (name.replace(".", ": ", 1).replace("_", " ").replace(".", " "), str(number), "")
    yield ("entries recorded late", str(metrics.recorded_late), "")


def shown(share: Share, decimals: int) -> str:
    """Return a share for people: 89.5 % (822 of 918), or n/a (0 of 0)."""
    percent = share.percent(decimals)
    unit = "" if percent == "n/a" else " %"
    return f"{percent}{unit} ({share.numerator} of {share.denominator})"


def _withdrawn(stage: StageMetrics) -> str:
    return f"{stage.withdrawn} ({stage.withdrawn_late})"


def _number(value: Fraction | None) -> str:
    return "n/a" if value is None else rounded(value, 2)


def _median(value: Fraction | None) -> str:
    return "n/a" if value is None else str(_exact(value))


def _tsm_lines(metrics: Metrics) -> Iterator[tuple[str, str, str]]:
    decimals = metrics.options.decimals
    for tenure, counts in metrics.ch01.items():
        homes = metrics.homes(tenure)
        rates = [f"{per_1000(counts[stage], homes)} ({counts[stage]})" for stage in (1, 2)]
        yield (f"CH01 {tenure}, per 1,000 homes", rates[0], rates[1])
    for tenure, shares in metrics.ch02.items():
        yield (
            f"CH02 {tenure}, answered within timescales",
            shown(shares[1], decimals),
            shown(shares[2], decimals),
        )

"""The figures of a period, and the cases behind each of them.

Every figure is a sum over the rows of `case_stage`. Knows what belongs into a report; how it is
laid out is for `reports`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Final

from casetrack.domain.metrics import (
    Ch02Denominator,
    Metrics,
    ReportOptions,
    Share,
    Spread,
    StageMetrics,
    Sums,
    ch02,
    stage_metrics,
)
from casetrack.domain.periods import Period
from casetrack.domain.tallies import Counted, Tally
from casetrack.service import cells
from casetrack.service.cells import STAGES, TENURES
from casetrack.service.rules import rebuild_needed
from casetrack.store import Store
from casetrack.store.derived import Condition, FigureRow, OccurrenceFilter
from casetrack.store.reading import Reading

_NONE: Sums = {}
_PAGE: Final = 1_000


class Reporting:
    """Figures from one database under one landlord's options."""

    def __init__(self, store: Store, options: ReportOptions, stamp: str) -> None:
        self._store = store
        self._options = options
        self._stamp = stamp

    def metrics(self, period: Period, today: date) -> Metrics:
        """Return the figures of a period, with `today` deciding what is overdue.

        Raises RebuildNeeded where the rows were made under other settings than would be printed.
        """
        with self._store.read() as reading:
            if reading.derivation() != self._stamp:
                raise rebuild_needed()
            return _Counting(reading, period, today, self._options).metrics()

    def cases(self, period: Period, cell: str, today: date) -> tuple[str, ...]:
        """Return the references behind a figure. Raises BadInput for a figure there is not."""
        if (counted := cells.occurrences(cell)) is not None:
            return self._cases_of(period, counted, today)
        if (whole := cells.of_cases(cell, period.first, period.last)) is not None:
            return self._whole_cases(whole)
        denominator = self._options.denominator(period)
        behind = cells.conditions(cell, today, denominator, self._options.ch02_flag)
        without = cells.left_out(cell, today, denominator)
        within = (
            Condition("cohort_on", ">=", period.first),
            Condition("cohort_on", "<=", period.last),
        )
        with self._store.read() as reading:
            if reading.derivation() != self._stamp:
                raise rebuild_needed()
            found = reading.stage_references((*within, *behind))
            if without is None:
                return found
            # Of the same stage and tenure: what is left out is a part of what is counted.
            beside = set(reading.stage_references((*within, *behind[:2], *without)))
        return tuple(reference for reference in found if reference not in beside)

    def _whole_cases(self, behind: Sequence[Condition]) -> tuple[str, ...]:
        references: list[str] = []
        with self._store.read() as reading:
            if reading.derivation() != self._stamp:
                raise rebuild_needed()
            after = ""
            while page := reading.case_summaries(behind, after=after, size=_PAGE):
                references.extend(each.reference for each in page)
                after = page[-1].reference
        return tuple(references)

    def _cases_of(self, period: Period, counted: Counted, today: date) -> tuple[str, ...]:
        with self._store.read() as reading:
            if reading.derivation() != self._stamp:
                raise rebuild_needed()
            return reading.occurrence_references(
                OccurrenceFilter(
                    period_from=period.first,
                    period_to=period.last,
                    kind=counted.kind,
                    details=counted.details,
                    become=counted.become.value,
                    today=today,
                )
            )


class _Counting:
    """One reading of the figures of one period."""

    def __init__(
        self, reading: Reading, period: Period, today: date, options: ReportOptions
    ) -> None:
        self._reading = reading
        self._period = period
        self._today = today
        self._options = options

    def metrics(self) -> Metrics:
        """Ask for every sum once and put them together."""
        sums = {stage: rows.get((), {}) for stage, rows in self._sums().items()}
        tenures = self._sums("tenure")
        stages = self._stages(sums)
        received = {stage: metrics.received for stage, metrics in stages.items()}
        paid = self._rows((Condition("compensation_pence", ">", 0),))
        return Metrics(
            period=self._period,
            today=self._today,
            options=self._options,
            data_hash=self._data_hash(),
            stages=stages,
            escalation=Share(received[2], received[1]),
            ch01={
                tenure: {stage: _received(tenures[stage].get((tenure,), _NONE)) for stage in STAGES}
                for tenure in TENURES
            },
            ch02=self._ch02(tenures),
            ch02_otherwise=self._ch02_otherwise(sums),
            refused_by_reason=self._refused(),
            volumes={name: self._volumes(name) for name in ("channel", "category", "service_area")},
            by_month=self._by_month(),
            compensation_pence=sum(s.get("compensation_pence", 0) for s in sums.values()),
            compensation_count=sum(paid.values()),
            tallies=self._tallies(),
            recorded_late=self._reading.recorded_late(self._period.first, self._period.last),
            edition_not_held=self._outside(),
        )

    def _sums(self, *group_by: str) -> dict[int, dict[tuple[str | int, ...], Sums]]:
        """Stage → group → the count of its rows and of every flag."""
        found: dict[int, dict[tuple[str | int, ...], Sums]] = {stage: {} for stage in STAGES}
        for row in self._figures(group_by):
            found[row.stage][row.group] = {"rows": row.rows, **row.sums}
        return found

    def _figures(
        self, group_by: Sequence[str], where: Sequence[Condition] = ()
    ) -> Sequence[FigureRow]:
        return self._reading.figures(self._period.first, self._period.last, group_by, where)

    def _rows(self, where: Sequence[Condition], *group_by: str) -> dict[tuple[str | int, ...], int]:
        """(stage, group…) → how many rows meet the conditions."""
        return {(row.stage, *row.group): row.rows for row in self._figures(group_by, where)}

    def _stages(self, sums: Mapping[int, Sums]) -> dict[int, StageMetrics]:
        overdue = self._rows(cells.overdue(self._today))
        outcomes = self._rows((Condition("answered", "=", True),), "outcome")
        spreads = self._reading.working_days(self._period.first, self._period.last)
        return {
            stage: stage_metrics(
                sums[stage],
                open_overdue=overdue.get((stage,), 0),
                outcomes={outcome: outcomes.get((stage, outcome), 0) for outcome in cells.OUTCOMES},
                spread=Spread(counts=spreads.get(stage, {})),
            )
            for stage in STAGES
        }

    def _ch02(
        self, tenures: Mapping[int, Mapping[tuple[str | int, ...], Sums]]
    ) -> dict[str, dict[int, Share]]:
        waiting = self._rows(cells.not_yet_due(self._today), "tenure")
        options = self._options
        return {
            tenure: {
                stage: ch02(
                    tenures[stage].get((tenure,), _NONE),
                    flag=options.ch02_flag,
                    denominator=options.denominator(self._period),
                    not_yet_determinable=waiting.get((stage, tenure), 0),
                )
                for stage in STAGES
            }
            for tenure in TENURES
        }

    def _ch02_otherwise(self, sums: Mapping[int, Sums]) -> dict[str, dict[int, Share]]:
        """What CH02 would be over all tenures, by each way of counting it."""
        waiting = self._rows(cells.not_yet_due(self._today))
        return {
            f"{denominator}, {flag_says}": {
                stage: ch02(
                    sums[stage],
                    flag=flag,
                    denominator=denominator,
                    not_yet_determinable=waiting.get((stage,), 0),
                )
                for stage in STAGES
            }
            for denominator in Ch02Denominator
            for flag, flag_says in (
                ("ch02_in_time", "acknowledged in time as well"),
                ("responded_in_time", "whenever acknowledged"),
            )
        }

    def _refused(self) -> dict[str, int]:
        rows = self._rows((Condition("refused", "=", True),), "refused_reason")
        return {str(reason): count for (stage, reason), count in rows.items() if stage == 1}

    def _volumes(self, column: str) -> dict[str, dict[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for (stage, name), count in self._rows(cells.RECEIVED, column).items():
            found.setdefault(str(name), dict.fromkeys(STAGES, 0))[int(stage)] = count
        return found

    def _by_month(self) -> dict[int, dict[int, Sums]]:
        found: dict[int, dict[int, Sums]] = {}
        for stage, groups in self._sums("month").items():
            for (month,), sums in groups.items():
                found.setdefault(int(month), {})[stage] = sums
        return dict(sorted(found.items()))

    def _tallies(self) -> tuple[Tally, ...]:
        counts = self._reading.occurrences(self._period.first, self._period.last, self._today)
        return tuple(
            Tally(
                kind=each.kind,
                detail=each.detail,
                count=each.count,
                done=each.done,
                overdue=each.overdue,
                amount_pence=each.amount_pence,
            )
            for each in counts
        )

    def _outside(self) -> int:
        within = (
            Condition("edition", "=", ""),
            Condition("received_on", ">=", self._period.first),
            Condition("received_on", "<=", self._period.last),
        )
        return self._reading.count_summaries(within)

    def _data_hash(self) -> str:
        anchor = self._reading.anchor()
        text = f"{anchor.number} {anchor.hash} {self._reading.derivation()}" if anchor else ""
        return sha256(text.encode()).hexdigest()


def _received(sums: Sums) -> int:
    return sums.get("rows", 0) - sums.get("refused", 0)

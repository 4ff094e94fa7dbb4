"""Figures are counted groups of case stages, and the list behind a figure is the same condition."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from store_samples import RECEIVED, writing

from casetrack.domain.errors import BadInput
from casetrack.store import CaseStage, CaseSummary, Condition, Derived, RecordName, Store
from casetrack.store.derived_rows import STAGE

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)  # a Monday and a Monday
Stages = list[tuple[str, CaseStage]]


@pytest.fixture
def stages(store: Store) -> Stages:
    """Sixty cases over fourteen months, half of them with a second stage."""
    chance = random.Random(5)
    made: Stages = []
    with writing(store) as command:
        for number in range(60):
            name = RecordName("case", f"2024/{number:04}")
            command.append(name, [RECEIVED], calendar_version="")
            stages = tuple(_made_up(chance, stage) for stage in range(1, 2 + number % 2))
            made += [(name.reference, stage) for stage in stages]
            handler = stages[0].handler
            summary = CaseSummary(
                reference=name.reference,
                received_on=stages[0].cohort_on if number % 7 else None,
                handler=handler,
                responded=number % 3 == 0,
            )
            command.replace_derived(name, Derived(summary=summary, stages=stages))
    return made


def _made_up(chance: random.Random, stage: int) -> CaseStage:
    flags: dict[str, Any] = {flag: chance.random() < 0.5 for flag in STAGE.flags}
    return CaseStage(
        stage=stage,
        cohort_on=chance.choice(
            [FIRST, LAST, date(2024, 3, 1) + timedelta(days=chance.randrange(420))]
        ),
        handler=chance.choice(["JB", "MO"]),
        tenure=chance.choice(["LCRA", "LCHO", ""]),
        category=chance.choice(["Repairs", "repairs", "Żółw"]),
        response_due_on=chance.choice([None, FIRST, LAST]),
        working_days=chance.choice([None, 3, 10, 20]),
        compensation_pence=chance.choice([0, 5000, 3_000_000_000]),
        **flags,
    )


def _in_period(stages: Stages) -> list[CaseStage]:
    return [stage for _, stage in stages if FIRST <= stage.cohort_on <= LAST]


@pytest.mark.parametrize("group_by", [(), ("month",), ("tenure", "category"), ("handler",)])
def test_figures_are_the_sums_over_the_stages_of_the_period(
    store: Store, stages: Stages, group_by: tuple[str, ...]
) -> None:
    wanted: dict[tuple[object, ...], Counter[str]] = {}
    for stage in _in_period(stages):
        group = (stage.stage, *(getattr(stage, name) for name in group_by))
        counter = wanted.setdefault(group, Counter())
        counter["rows"] += 1
        for name in (*STAGE.flags, "compensation_pence"):
            counter[name] += getattr(stage, name)
    with store.read() as reading:
        rows = reading.figures(FIRST, LAST, group_by)
    assert {
        (row.stage, *row.group): Counter({"rows": row.rows, **row.sums}) for row in rows
    } == wanted
    assert [(row.stage, *row.group) for row in rows] == sorted(wanted)


def test_working_days_are_counted_by_stage_and_number(store: Store, stages: Stages) -> None:
    wanted: dict[int, Counter[int]] = {}
    for stage in _in_period(stages):
        if stage.working_days is not None and stage.answered:
            wanted.setdefault(stage.stage, Counter())[stage.working_days] += 1
    with store.read() as reading:
        found = reading.working_days(FIRST, LAST, [Condition("answered", "=", True)])
    assert found == wanted


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ([], lambda _: True),
        ([Condition("category", "=", "Żółw")], lambda s: s.category == "Żółw"),
        ([Condition("tenure", "!=", "")], lambda s: s.tenure != ""),
        (
            [Condition("counted", "=", True), Condition("stage", "=", 2)],
            lambda s: s.counted and s.stage == 2,
        ),
        (
            [Condition("response_due_on", "<", LAST)],
            lambda s: s.response_due_on is not None and s.response_due_on < LAST,
        ),
        ([Condition("response_due_on", ">=", LAST)], lambda s: s.response_due_on == LAST),
        ([Condition("response_due_on", "=", None)], lambda s: s.response_due_on is None),
        ([Condition("response_due_on", "!=", None)], lambda s: s.response_due_on is not None),
        ([Condition("response_due_on", "!=", FIRST)], lambda s: s.response_due_on != FIRST),
        ([Condition("response_due_on", "<", None)], lambda _: False),
        (
            [Condition("working_days", "<=", 10), Condition("working_days", ">", 3)],
            lambda s: s.working_days == 10,
        ),
        (
            [Condition("cohort_on", ">=", FIRST), Condition("month", "=", 202405)],
            lambda s: s.month == 202405,
        ),
    ],
)
def test_the_list_behind_a_figure_holds_the_cases_it_counts(
    store: Store,
    stages: Stages,
    conditions: list[Condition],
    holds: Callable[[CaseStage], bool],
) -> None:
    with store.read() as reading:
        assert reading.stage_references(conditions) == tuple(
            sorted({reference for reference, stage in stages if holds(stage)})
        )
        rows = reading.figures(FIRST, LAST, where=conditions)
        assert sum(row.rows for row in rows) == sum(map(holds, _in_period(stages)))


def test_cases_are_listed_by_reference_and_condition(store: Store, stages: Stages) -> None:
    conditions = [Condition("responded", "=", True), Condition("received_on", "!=", None)]
    with store.read() as reading:
        everything = reading.case_summaries(conditions, size=1000)
        first = reading.case_summaries(conditions, size=5)
        second = reading.case_summaries(conditions, after=first[-1].reference, size=5)
    assert [*first, *second] == list(everything[:10])
    assert [each.reference for each in everything] == [
        f"2024/{number:04}" for number in range(60) if number % 3 == 0 and number % 7
    ]


@pytest.mark.parametrize(
    ("column", "compared", "says"),
    [
        ("handlr", "=", 'no column "handlr". Did you mean "handler"?'),
        ("handler; DROP TABLE fact", "=", "There is no column"),
        ("record_id", "=", "There is no column"),
        ("handler", "LIKE", '"LIKE" compares nothing'),
    ],
)
def test_a_column_or_comparison_there_is_not_is_refused(
    store: Store, column: str, compared: str, says: str
) -> None:
    with store.read() as reading, pytest.raises(BadInput) as told:
        reading.stage_references([Condition(column, compared, "x")])
    assert says in str(told.value)


def test_figures_can_be_grouped_by_some_columns_alone(store: Store) -> None:
    with store.read() as reading, pytest.raises(BadInput, match='no column "cohort_on"'):
        reading.figures(FIRST, LAST, ["cohort_on"])

"""The worklist: every listed clock, in the order in which they fall due, page by page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from store_samples import ACKNOWLEDGED, RECEIVED, writing

from casetrack.store import (
    CaseSummary,
    Clock,
    Derived,
    Reading,
    RecordName,
    Store,
    WorklistFilter,
    WorklistRow,
)

TUESDAY = date(2024, 12, 24)


def _listed(store: Store) -> list[tuple[date, str, str, int]]:
    """Thirty cases with three clocks each; a third of them is not listed. Returns the listed."""
    listed = []
    with writing(store) as command:
        for number in range(30):
            name = RecordName("case", f"2024/{number:04}")
            command.append(name, [RECEIVED, ACKNOWLEDGED], calendar_version="")
            clocks = []
            for started_by, key in enumerate(("a", "b", "c")):
                due_on = TUESDAY + timedelta(days=number * 7 % 5)
                handler = f"H{number % 3}"
                clocks.append(
                    Clock(
                        key=key,
                        started_by=started_by,
                        stage=1 + number % 2,
                        kind="response",
                        due_on=due_on,
                        original_due_on=TUESDAY,
                        listed=key != "b",
                        handler=handler,
                    )
                )
                if key != "b":
                    listed.append((due_on, name.reference, handler, 1 + number % 2))
            summary = CaseSummary(reference=name.reference, received_on=TUESDAY, resident="Mx A")
            command.replace_derived(name, Derived(summary=summary, clocks=tuple(clocks)))
    return listed


def test_the_worklist_goes_on_page_by_page_and_misses_nothing(store: Store) -> None:
    listed = _listed(store)
    pages: list[tuple[WorklistRow, ...]] = []
    with store.read() as reading:
        while not pages or pages[-1]:
            after = pages[-1][-1].place if pages else None
            pages.append(reading.worklist(after=after, size=7))
        assert reading.worklist_length() == len(listed) == 60
        assert sum(reading.worklist_days().values()) == 60
    rows = [row for page in pages for row in page]
    assert [(row.due_on, row.reference) for row in rows] == sorted(
        (due_on, reference) for due_on, reference, _, _ in listed
    )
    assert {row.resident for row in rows} == {"Mx A"}
    assert {row.key for row in rows} == {"a", "c"}


@pytest.mark.parametrize(
    "wanted",
    [
        WorklistFilter(handler="H1"),
        WorklistFilter(stage=2),
        WorklistFilter(due_by=TUESDAY + timedelta(days=1)),
        WorklistFilter(overdue_on=TUESDAY + timedelta(days=1)),
        WorklistFilter(handler="H0", stage=1, due_by=TUESDAY + timedelta(days=3)),
        WorklistFilter(handler="nobody"),
    ],
)
def test_the_worklist_shows_what_was_asked_for_alone(store: Store, wanted: WorklistFilter) -> None:
    listed = [
        (due_on, reference)
        for due_on, reference, handler, stage in _listed(store)
        if wanted.handler in (None, handler)
        and wanted.stage in (None, stage)
        and (wanted.due_by is None or due_on <= wanted.due_by)
        and (wanted.overdue_on is None or due_on < wanted.overdue_on)
    ]
    with store.read() as reading:
        rows = reading.worklist(wanted, size=100)
        assert [(row.due_on, row.reference) for row in rows] == sorted(listed)
        assert reading.worklist_length(wanted) == len(listed)
        assert sum(reading.worklist_days(wanted).values()) == len(listed)


def test_a_page_of_the_worklist_reads_an_index_in_order_and_sorts_nothing(store: Store) -> None:
    _listed(store)
    with store.read() as reading:
        if reading.connection.dialect.name == "postgresql":
            # The planner of a table this small reads all of it unless told otherwise.
            reading.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            reading.connection.exec_driver_sql("SET LOCAL enable_sort = off")
        for wanted, index in (
            (WorklistFilter(), "ix_clock_worklist"),
            (WorklistFilter(handler="H1"), "ix_clock_worklist_handler"),
        ):
            first = reading.worklist(wanted, size=5)
            plan = _plan_of(reading, _page_after(reading, wanted, first[-1]))
            assert f"{index} " in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def _page_after(reading: Reading, wanted: WorklistFilter, row: WorklistRow) -> Callable[[], Any]:
    return lambda: reading.worklist(wanted, after=row.place, size=5)


def _plan_of(reading: Reading, ask: Callable[[], Any]) -> str:
    asked: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    connection = reading.connection
    event.listen(connection, "before_cursor_execute", listen)
    ask()
    event.remove(connection, "before_cursor_execute", listen)
    ((statement, values),) = asked
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + statement, values)
    return "\n".join(str(row[-1]) for row in rows) + "\n"

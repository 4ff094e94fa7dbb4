"""B6 and B7: the worklist's own table on a real database, against Textual's DataTable.

DataTable is given the same lines ready-made, which favours it; ours asks SQLite in a thread, as
the screen does, and counts anew every time. LINES in the environment makes the longest worklist
shorter than a million.
"""

import asyncio
import multiprocessing
import os
import statistics
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from textual.app import App

from benchmarks.measure import Row, at_most
from benchmarks.painted import SIZE, Bare, Ours, Paper, Theirs, bare, painting_at_once
from benchmarks.worklists import NOW, TODAY, written
from casetrack import bootstrap
from casetrack.bootstrap import Casetrack
from casetrack.service.views import Views, Wish
from casetrack.tui.app import CasetrackApp
from casetrack.tui.desk import Desk
from casetrack.tui.screens.worklist import WorklistScreen
from casetrack.tui.widgets.table import WindowedTable
from casetrack.tui.worklist_lines import line_of

_FEW, _MORE, _MANY, _LONGEST = 1_000, 10_000, 100_000, 1_000_000
_GOALS: Final = {_FEW: 0.3, _MORE: 1 / 20, _MANY: 1 / 100}
_ROUNDS: Final = {_FEW: 9, _MORE: 3, _MANY: 1}
"""DataTable takes half a minute for 100,000 lines: once"""
_OURS_A_ROUND = 3
_OWN_ROUNDS = 15
_BLOCKS, _KEYS = 5, 8
"""one table is moved by so many keys, then the other, and so on"""
_STOPS = 200
"""places, evenly far from each other, that are gone to on the way to the end and on the way back"""
_MEGABYTES = 8


def run() -> list[Row]:
    """Measure B6 and B7."""
    longest = int(os.environ.get("LINES", _LONGEST))
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        configs = {
            lines: written(Path(folder) / str(lines), lines) for lines in sorted({*_GOALS, longest})
        }
        added = _in_its_own_process(configs[_FEW], configs[longest])
        opened = {
            lines: stack.enter_context(bootstrap.opened(config))
            for lines, config in configs.items()
        }
        return [*asyncio.run(_measured(opened, longest)), _memory(added, longest)]


async def _measured(opened: Mapping[int, Casetrack], longest: int) -> list[Row]:
    first, keys = [], []
    async with bare() as app:
        await _shown(app, Ours(opened[_FEW].views, TODAY))  # loads what is loaded once
        for lines in _GOALS:
            paint, theirs = await _first_paint(app, opened[lines], lines)
            first.append(paint)
            if lines != _MORE:
                keys += await _moving(app, opened[lines], lines, theirs)
            await theirs.remove()
        first += await _own(app, opened, longest)
    first.append(await _on_the_screen(opened, longest))
    return first + keys


def _fresh(casetrack: Casetrack) -> Views:
    """Return views that have counted nothing yet."""
    vars(casetrack).pop("views", None)
    return casetrack.views


async def _shown(app: Bare, table: Ours) -> float:
    seconds = await app.shows(table)
    await table.remove()
    return seconds


async def _idle(app: App[None]) -> None:
    """Wait until nothing is fetched or counted any more, and it is painted."""
    while not all(worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)


# --- B6: the first paint


async def _first_paint(app: Bare, casetrack: Casetrack, lines: int) -> tuple[Row, Theirs]:
    """Measure ours, painted and counted, and DataTable; the last DataTable stays."""
    every = [line_of(due, TODAY) for due in casetrack.views.rows_of(Wish(), TODAY)]
    ours, theirs, last = [], [], None
    for _ in range(_ROUNDS[lines]):
        if last is not None:
            await last.remove()
        ours += [await _shown(app, Ours(_fresh(casetrack), TODAY)) for _ in range(_OURS_A_ROUND)]
        last = Theirs(every)
        theirs.append(await app.shows(last))
    assert last is not None
    row = at_most(
        "B6",
        f"first paint of {lines:,} lines, of DataTable's",
        {"casetrack": statistics.median(ours), "DataTable": statistics.median(theirs)},
        ours="casetrack",
        theirs="DataTable",
        goal=_GOALS[lines],
    )
    return row, last


async def _own(app: Bare, opened: Mapping[int, Casetrack], longest: int) -> list[Row]:
    """Measure the longest worklist against the shortest: painted, and painted and counted."""
    rows = []
    for counted, what, goal in ((False, "first paint", 2), (True, "paint and count", None)):
        taken: dict[int, list[float]] = {_FEW: [], longest: []}
        for _ in range(_OWN_ROUNDS):
            for lines, times in taken.items():
                table = Ours(_fresh(opened[lines]), TODAY, counted=counted)
                times.append(await _shown(app, table))
        rows.append(_longest_of_shortest(what, taken, goal))
    return rows


def _longest_of_shortest(what: str, taken: Mapping[int, list[float]], goal: float | None) -> Row:
    """Return the row of what the longest takes; without a goal it is only told."""
    shortest, longest = taken
    row = at_most(
        "B6",
        f"{what} of {longest:,} lines, of its own {shortest:,}",
        {f"{lines:,}": statistics.median(times) for lines, times in taken.items()},
        ours=f"{longest:,}",
        theirs=f"{shortest:,}",
        goal=goal or float("inf"),
    )
    return row if goal else replace(row, goal="–")


class _Home(Paper, WorklistScreen):
    """The worklist, that says when it was painted."""

    @property
    def shows_lines(self) -> bool:
        table = self.query_one(WindowedTable)
        return table.current is not None and (table.cursor, True) in table._strips  # noqa: SLF001


async def _on_the_screen(opened: Mapping[int, Casetrack], longest: int) -> Row:
    """Measure from pushing the real screen to its first lines painted."""
    taken: dict[int, list[float]] = {_FEW: [], longest: []}
    with painting_at_once():
        for lines in taken:
            app = CasetrackApp(Desk(opened[lines], account="jb", now=lambda: NOW))
            async with app.run_test(size=SIZE):
                for _ in range(_OWN_ROUNDS):
                    await _idle(app)
                    _fresh(opened[lines])
                    screen = _Home()
                    taken[lines].append(
                        await screen.once(
                            lambda screen=screen: screen.shows_lines,  # type: ignore[misc]
                            lambda app=app, screen=screen: app.push_screen(screen),  # type: ignore[misc]
                        )
                    )
                    await _idle(app)
                    app.pop_screen()
    return _longest_of_shortest("whole screen to its first lines", taken, None)


# --- B7: keys and memory


async def _moving(app: Bare, casetrack: Casetrack, lines: int, theirs: Theirs) -> list[Row]:
    """Measure the cursor key and the page key, block by block turn and turn about."""
    ours = Ours(_fresh(casetrack), TODAY)
    theirs.display = False
    await app.shows(ours)
    rows = []
    for action, called, goal in (("cursor", "cursor", 0.5), ("page", "page", 0.35)):
        taken: dict[str, list[float]] = {"casetrack": [], "DataTable": []}
        for _ in range(_BLOCKS):
            for name, table, other in (("casetrack", ours, theirs), ("DataTable", theirs, ours)):
                other.display, table.display = False, True
                table.focus()
                await _idle(app)
                way = 1 if table.row_under_cursor < lines // 2 else -1
                taken[name] += [await app.does(table, action, way) for _ in range(_KEYS)]
        rows.append(
            at_most(
                "B7",
                f"{called} key to paint at {lines:,} lines, of DataTable's",
                {name: statistics.median(times) for name, times in taken.items()},
                ours="casetrack",
                theirs="DataTable",
                goal=goal,
            )
        )
    await ours.remove()
    return rows


def _memory(added: int, longest: int) -> Row:
    return Row(
        number="B7",
        what=f"MB of memory added by {longest:,} lines, gone through to the end and back",
        goal=f"≤ {_MEGABYTES}",
        measured=f"{added / 1e6:.1f}",
        met=added <= _MEGABYTES * 1e6,
        value=added / 1e6,
    )


def _in_its_own_process(few: Path, longest: Path) -> int:
    """Measure memory where no DataTable left any behind."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_memory_added, few, longest).result()


def _memory_added(few: Path, longest: Path) -> int:
    """Return by how many bytes this process grows, after a short worklist, by the longest."""
    return asyncio.run(_grown(few, longest))


async def _grown(few: Path, longest: Path) -> int:
    async with bare() as app:
        with bootstrap.opened(few) as casetrack:
            await _there_and_back(app, casetrack)
        before = _held()
        with bootstrap.opened(longest) as casetrack:
            return await _there_and_back(app, casetrack) - before


async def _there_and_back(app: Bare, casetrack: Casetrack) -> int:
    """Go to the end of a worklist and back; return the most memory held on the way, in bytes."""
    table = Ours(casetrack.views, TODAY)
    await app.shows(table)
    stops = [table.total * place // _STOPS for place in range(1, _STOPS)]
    most = _held()
    for row in (*stops, *reversed(stops)):
        await app.does(table, "to", row)
        await app.does(table, "page", 1)
        most = max(most, _held())
    await table.remove()
    return most


def _held() -> int:
    """Return how much memory this process has, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")

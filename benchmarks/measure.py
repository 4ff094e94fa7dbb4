"""Interleaved medians, the ratio of two of them, and whether the ratio reaches its goal.

Two things are compared in one process, turn and turn about, so that a busy machine slows both.
Absolute times say little on a shared machine; the ratios hold.
"""

import gc
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"
_TURN = 0.02
_LIBRARIES = (
    "alembic",
    "apscheduler",
    "click",
    "holidays",
    "numpy",
    "psycopg",
    "pydantic",
    "pydantic-settings",
    "python-calamine",
    "sqlalchemy",
    "sqlmodel",
    "textual",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One goal and what was measured for it."""

    number: str
    """The row of performance.md, such as B1."""
    what: str
    goal: str
    measured: str
    met: bool
    value: float
    seconds: Mapping[str, float] = field(default_factory=dict)
    """The median of each contestant, in seconds a call."""


def medians(
    contestants: Mapping[str, Callable[[], object]], *, rounds: int, calls: int = 1
) -> dict[str, float]:
    """Return the median seconds a call, measured turn and turn about over `rounds` rounds.

    One run of a contestant is `calls` calls. A turn is as many runs as take about 20 ms, so that
    a quick one is not measured with what a slow one left in the processor's caches.
    """
    turns = {name: _runs_a_turn(run) for name, run in contestants.items()}
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, run in contestants.items():
                begun = time.perf_counter()
                for _ in range(turns[name]):
                    run()
                taken[name].append((time.perf_counter() - begun) / turns[name] / calls)
    finally:
        if collecting:
            gc.enable()
    return {name: statistics.median(times) for name, times in taken.items()}


def _runs_a_turn(run: Callable[[], object]) -> int:
    run()  # the first is the one that fills caches and loads modules
    begun = time.perf_counter()
    run()
    return max(1, round(_TURN / (time.perf_counter() - begun)))


def at_most(
    number: str, what: str, seconds: Mapping[str, float], *, ours: str, theirs: str, goal: float
) -> Row:
    """Return the row of a goal "ours takes at most `goal` times as long as theirs"."""
    return _row(number, what, seconds, seconds[ours] / seconds[theirs], goal, "≤")


def times_faster(
    number: str, what: str, seconds: Mapping[str, float], *, ours: str, theirs: str, goal: float
) -> Row:
    """Return the row of a goal "ours is at least `goal` times as fast as theirs"."""
    return _row(number, what, seconds, seconds[theirs] / seconds[ours], goal, "≥")


def _row(
    number: str, what: str, seconds: Mapping[str, float], ratio: float, goal: float, sign: str
) -> Row:
    return Row(
        number=number,
        what=what,
        goal=f"{sign} {goal:g}×",
        measured=f"{ratio:.3g}×",
        met=ratio <= goal if sign == "≤" else ratio >= goal,
        value=ratio,
        seconds=dict(seconds),
    )


def counted(number: str, what: str, found: int, *, goal: int = 0) -> Row:
    """Return the row of a goal "at most so many found", such as differences."""
    return Row(
        number=number,
        what=what,
        goal=str(goal),
        measured=str(found),
        met=found <= goal,
        value=float(found),
    )


def table(rows: list[Row]) -> str:
    """Return the rows as lines of text, one a goal."""
    width = max((len(row.what) for row in rows), default=0)
    return "\n".join(
        f"{row.number:<4} {row.what:<{width}}  {row.measured:>8}  goal {row.goal:<8}"
        f" {'met' if row.met else 'MISSED'}"
        for row in rows
    )


def write_results(measured: Mapping[str, list[Row]], path: Path = RESULTS) -> None:
    """Write what was measured, with versions; benchmarks not run this time keep their rows."""
    before = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.is_file() else {}
    rows = before | {name: [asdict(row) for row in found] for name, found in measured.items()}
    results = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "libraries": {name: number for name in _LIBRARIES if (number := _version(name))},
        "rows": {name: rows[name] for name in sorted(rows)},
    }
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None

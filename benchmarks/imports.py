"""B8: the import of a long complaint log, against adding the same rows as SQLModel objects."""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.logs import write_log
from benchmarks.measure import Row

_COMPLAINTS = int(os.environ.get("BENCHMARK_COMPLAINTS", "100000"))
_AS_OBJECTS = int(os.environ.get("BENCHMARK_OBJECTS", "5000"))
_ROUNDS = 3
_TODAY = date(2026, 10, 1)


def run() -> list[Row]:
    """Measure B8."""
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(_ROUNDS):
            small = Path(folder) / f"small {turn}"
            ours.append(_imported(small, _AS_OBJECTS, "alone")["seconds"])
            theirs.append(_as_objects(small, Path(folder) / f"objects {turn}"))
        whole = _imported(Path(folder) / "whole", _COMPLAINTS, "beside a reader")
    seconds = {"import": statistics.median(ours), "objects": statistics.median(theirs)}
    ratio = seconds["objects"] / seconds["import"]
    grown = whole["memory"] / _COMPLAINTS
    phases = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in whole["phases"].items())
    return [
        Row(
            number="B8",
            what=f"import of {_AS_OBJECTS:,} complaints, against SQLModel objects",
            goal="≥ 4×",
            measured=f"{ratio:.3g}×",
            met=ratio >= 4,
            value=ratio,
            seconds=seconds,
        ),
        Row(
            number="B8",
            what=f"import of {_COMPLAINTS:,}: readers blocked ({phases})",
            goal="≤ 2 s",
            measured=f"{whole['blocked']:.2g} s",
            met=whole["blocked"] <= 2,
            value=whole["blocked"],
            seconds={**whole["phases"], "all": whole["seconds"]},
        ),
        Row(
            number="B8",
            what=f"import of {_COMPLAINTS:,}: memory a complaint ({whole['facts']:,} facts)",
            goal="≤ 4 kB",
            measured=f"{grown / 1000:.2g} kB",
            met=grown <= 4000,
            value=grown,
        ),
    ]


def _imported(folder: Path, complaints: int, how: str) -> dict[str, Any]:
    """Import a log in a process of its own, which tells times and memory."""
    folder.mkdir()
    log = folder / "log.csv"
    write_log(log, complaints)
    (folder / "casetrack.toml").write_text('[landlord]\nname = "Benchmark Homes"\n')
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.imports", str(folder), str(log), how],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _one_import(folder: Path, log: Path, how: str) -> dict[str, Any]:
    from casetrack.bootstrap import create, opened
    from casetrack.service.importing import ImportOrder

    config = folder / "casetrack.toml"
    create(config)
    phases: dict[str, list[float]] = {}

    def progress(phase: str, _done: int, _total: int) -> None:
        now = time.perf_counter()
        phases.setdefault(phase, [now, now])[1] = now

    order = ImportOrder(
        path=log, recorded_by="benchmark", recorded_at=datetime.now(UTC), today=_TODAY
    )
    spawn = multiprocessing.get_context("spawn")
    blocked, stop = spawn.Value("d", 0.0), spawn.Event()
    reader = spawn.Process(target=_keep_reading, args=(str(config), blocked, stop))
    with opened(config) as casetrack:
        if how != "alone":
            reader.start()
        before = _most_memory()
        begun = time.perf_counter()
        result = casetrack.importing.import_log(order, progress)
        seconds = time.perf_counter() - begun
        stop.set()
        if how != "alone":
            reader.join()
        assert not result.errors, result.errors[:3]
    import sqlite3

    facts = sqlite3.connect(folder / "casetrack.db").execute("select count(*) from fact")
    return {
        "seconds": seconds,
        "phases": {name: last - first for name, (first, last) in phases.items()},
        "blocked": blocked.value,
        "memory": _most_memory() - before,
        "facts": facts.fetchone()[0],
    }


def _most_memory() -> int:
    """Bytes this process has held at most (what `getrusage` says can be its parent's)."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(
        next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
    )


def _keep_reading(config: str, blocked: Any, stop: Any) -> None:
    """Ask for a page of the worklist again and again; note the longest wait."""
    from casetrack.settings import load_settings
    from casetrack.store import open_store

    with open_store(load_settings(Path(config)).database.url) as store:
        while not stop.is_set():
            begun = time.perf_counter()
            with store.read() as reading:
                reading.worklist(size=50)
            blocked.value = max(blocked.value, time.perf_counter() - begun)
            time.sleep(0.02)


def _as_objects(imported: Path, folder: Path) -> float:
    """Add every row of an imported database to a new one as an SQLModel object; seconds."""
    from sqlalchemy import create_engine, select
    from sqlmodel import Session

    from casetrack.store import create_store, tables

    folder.mkdir()
    create_store(f"sqlite:///{folder / 'casetrack.db'}").close()
    models = [
        tables.RecordRow,
        tables.FactRow,
        tables.PersonalTextRow,
        tables.CaseSummaryRow,
        tables.CaseStageRow,
        tables.ClockRow,
        tables.SealRow,
    ]
    with create_engine(f"sqlite:///{imported / 'casetrack.db'}").connect() as source:
        rows = {
            model: [dict(row) for row in source.execute(select(_table(model))).mappings()]
            for model in models
        }
    with Session(create_engine(f"sqlite:///{folder / 'casetrack.db'}")) as session:
        begun = time.perf_counter()
        for model in models:
            for row in rows[model]:
                session.add(model(**row))
            session.flush()
        session.commit()
        return time.perf_counter() - begun


def _table(model: Any) -> Any:
    return model.__table__


if __name__ == "__main__":
    print(json.dumps(_one_import(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))

"""B12: a bank holiday announced a working day ahead, over 100,000 open clocks, on both engines.

50,000 open cases have two open clocks each; as many closed ones lie beside them. Timed is all that
`casetrack calendar add` does: one transaction over the open clocks, then the review list.
BENCHMARK_OPEN_CASES makes it smaller.
"""

import csv
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.engines import both
from benchmarks.measure import Row
from casetrack import bootstrap
from casetrack.calendars import load_calendar
from casetrack.domain.working_days import WorkingCalendar
from casetrack.service.calendar_change import CalendarOrder
from casetrack.service.importing import ImportOrder

_NOW = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)  # Fri
_TODAY = _NOW.date()
_EXTRA = date(2026, 6, 15)  # Mon
_WEEKS_OPEN = 8
_SECONDS = 10


def run() -> list[Row]:
    """Measure B12."""
    cases = int(os.environ.get("BENCHMARK_OPEN_CASES", "50000"))
    rows = []
    with tempfile.TemporaryDirectory() as folder, both(Path(folder)) as engines:
        log = Path(folder) / "log.csv"
        _write_log(log, cases)
        for engine, url in engines.items():
            config = Path(folder) / f"{engine}.toml"
            seconds, moved = _added(config, url, log)
            rows.append(
                Row(
                    number="B12",
                    what=f"{engine}: a bank holiday, {2 * cases:,} open clocks, {moved:,} move",
                    goal=f"≤ {_SECONDS} s",
                    measured=f"{seconds:.1f} s",
                    met=seconds <= _SECONDS,
                    value=seconds,
                )
            )
    return rows


def _added(config: Path, url: str, log: Path) -> tuple[float, int]:
    config.write_text(f'[landlord]\nname = "Sample Homes"\n[database]\nurl = "{url}"\n', "utf-8")
    bootstrap.create(config)
    with bootstrap.opened(config) as casetrack:
        order = ImportOrder(path=log, recorded_by="benchmark", recorded_at=_NOW, today=_TODAY)
        imported = casetrack.importing.import_log(order)
        assert not imported.errors, imported.errors[:3]
    with bootstrap.opened(config) as casetrack:
        begun = time.perf_counter()
        changed = casetrack.calendar_change.add(
            CalendarOrder(
                day=_EXTRA,
                command_id="the extra day",
                recorded_by="benchmark",
                recorded_at=_NOW,
                today=_TODAY,
            ),
            "Extra day",
        )
        return time.perf_counter() - begun, len(changed.moved)


def _write_log(path: Path, cases: int) -> None:
    random, calendar = Random(12), load_calendar("england-and-wales")
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = [*_open(random, calendar, cases), *_closed(random, calendar, cases)]
        writer = csv.DictWriter(out, [*rows[0], "stage1_responded", "stage1_outcome"])
        writer.writeheader()
        writer.writerows(rows)


def _open(random: Random, calendar: WorkingCalendar, cases: int) -> Iterator[dict[str, str]]:
    for number in range(cases):
        received = _TODAY - timedelta(days=random.randrange(7 * _WEEKS_OPEN))
        acknowledged = calendar.add(received, random.choice((1, 2, 3, 4)))
        known = acknowledged <= _TODAY and random.random() < 0.7
        yield _row(f"O/{number:06d}", received, str(acknowledged) if known else "")


def _closed(random: Random, calendar: WorkingCalendar, cases: int) -> Iterator[dict[str, str]]:
    for number in range(cases):
        received = date(2025, 1, 6) + timedelta(days=random.randrange(400))
        acknowledged = calendar.add(received, random.choice((1, 2, 3, 4)))
        yield {
            **_row(f"C/{number:06d}", received, str(acknowledged)),
            "stage1_responded": str(calendar.add(acknowledged, random.randrange(5, 13))),
            "stage1_outcome": random.choice(("Upheld", "Not upheld")),
        }


def _row(reference: str, received: date, acknowledged: str) -> dict[str, str]:
    return {
        "reference": reference,
        "received": str(received),
        "channel": "Email",
        "resident": f"Resident {reference[2:]} O'Test",
        "address": f"{reference[2:]} Sample Street",
        "tenure": "LCRA",
        "category": "Repairs",
        "service_area": "North",
        "summary": "Leak not repaired, reported twice, nobody called",
        "handler": "JB",
        "stage1_acknowledged": acknowledged,
    }

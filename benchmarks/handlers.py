"""P4: many handlers at one database, each edit through the service, a stale one looked at again.

16 processes × 2,000 edits over 400 cases, on SQLite and on a real PostgreSQL: nothing lost, nobody
told that the database is locked. HANDLERS and EDITS in the environment make it smaller.
"""

import multiprocessing
import os
import random
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.engines import both
from benchmarks.measure import Row
from casetrack import bootstrap
from casetrack.domain.facts import ComplaintReceived
from casetrack.domain.facts.handling import ContactAttempted
from casetrack.domain.procedure.today import london_day
from casetrack.service.orders import Order, Recorded, Stale

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # Wed
TODAY = london_day(NOW)
CASES = 400


def run() -> list[Row]:
    """Let the handlers loose on both engines."""
    handlers = int(os.environ.get("HANDLERS", "16"))
    edits = int(os.environ.get("EDITS", "2000"))
    rows = []
    with tempfile.TemporaryDirectory() as folder, both(Path(folder)) as engines:
        for engine, url in engines.items():
            config = Path(folder) / f"{engine}.toml"
            started = time.perf_counter()
            lost, found = hammered(config, url, handlers, edits, CASES)
            took = time.perf_counter() - started
            rows.append(
                Row(
                    number="P4",
                    what=f"{engine}: {handlers} processes × {edits} edits, lost or locked",
                    goal="0",
                    measured=f"{lost} lost, {found} found, {handlers * edits / took:.0f} a second",
                    met=lost == 0 and found == 0,
                    value=float(lost + found),
                    seconds={"all": took},
                )
            )
    return rows


def hammered(config: Path, url: str, handlers: int, edits: int, cases: int) -> tuple[int, int]:
    """Run the handlers; return how many edits were lost, and what `check` finds afterwards."""
    config.write_text(f'[landlord]\nname = "Sample Homes"\n[database]\nurl = "{url}"\n', "utf-8")
    bootstrap.create(config)
    references = [_opened(config, number) for number in range(cases)]
    context = multiprocessing.get_context("forkserver")
    ends, processes = [], []
    for number in range(handlers):
        ours, theirs = context.Pipe()
        process = context.Process(target=edit, args=(config, references, number, edits, theirs))
        process.start()
        theirs.close()
        ends.append(ours)
        processes.append(process)
    # One that fell over says nothing and ends with another code: its edits count as lost.
    said = [_heard(end) for end in ends]
    for process in processes:
        process.join()
    with bootstrap.opened(config) as casetrack:
        entries = sum(len(casetrack.casework.show(each).history) - 1 for each in references)
        problems = len(list(casetrack.upkeep.check()))
    return max(handlers * edits - entries, handlers * edits - sum(said)), problems


def _heard(end: Connection) -> int:
    try:
        return int(end.recv())
    except EOFError:
        return 0


def _opened(config: Path, number: int) -> str:
    with bootstrap.opened(config) as casetrack:
        fact = ComplaintReceived(happened_on=TODAY, channel="phone")
        order = _order("", (fact,), f"open {number}", None)
        return casetrack.recording.record(order).name.reference


def edit(config: Path, references: list[str], worker: int, edits: int, end: Connection) -> None:
    """Be one handler: look at a case, record on what was seen, look again where it was stale."""
    chosen = random.Random(worker)
    with bootstrap.opened(config) as casetrack:
        for number in range(edits):
            while not _edited(casetrack, chosen.choice(references), f"{worker} {number}"):
                pass
    end.send(edits)


def _edited(casetrack: bootstrap.Casetrack, reference: str, command_id: str) -> bool:
    seen = len(casetrack.casework.show(reference).history)
    fact = ContactAttempted(happened_on=TODAY, channel="phone", note=command_id)
    try:
        recorded: Recorded = casetrack.recording.record(
            _order(reference, (fact,), command_id, seen)
        )
    except Stale:
        return False
    return recorded.saved


def _order(
    reference: str,
    facts: tuple[ComplaintReceived | ContactAttempted, ...],
    command_id: str,
    based_on: int | None,
) -> Order:
    return Order(
        kind="case",
        reference=reference,
        facts=facts,
        account="handler",
        at=NOW,
        command_id=command_id,
        happened=not reference,
        because="" if reference else "Made up for this.",
        based_on=based_on,
    )

"""A case with papers, for the tests: facts recorded by hand on days of June 2024."""

import hashlib
import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from landlord import Landlord

from casetrack.bootstrap import Casetrack
from casetrack.domain.facts import Fact
from casetrack.service.orders import Order, Recorded

MONDAY = date(2024, 6, 10)
AT = datetime(2024, 6, 10, 9, 30, tzinfo=UTC)
REPORT = b"%PDF-1.7 damp report"
_COMMANDS = itertools.count(1)


def order(reference: str, *facts: Fact, happened: bool = True, because: str = "Told so") -> Order:
    """A command on Mon 10 June 2024; what has happened is recorded whatever stands against it."""
    return Order(
        kind=facts[0].belongs_to if facts else "case",
        reference=reference,
        facts=facts,
        account="kim",
        at=AT,
        command_id=f"test {next(_COMMANDS)}",
        happened=happened,
        because=because if happened else "",
    )


def recorded(casetrack: Casetrack, reference: str, *facts: Fact) -> Recorded:
    """Record facts that have happened."""
    found = casetrack.recording.record(order(reference, *facts))
    assert found.saved, found.objections
    return found


def filed(casetrack: Casetrack, reference: str, path: Path, title: str = "") -> int:
    """File a document on Mon 10 June; the number of its entry."""
    found = casetrack.documents.file(order(reference), path, on=MONDAY, title=title)
    assert found.saved, found.objections
    return found.entries[-1].sequence


def paper(folder: Path, name: str = "report.pdf", content: bytes = REPORT) -> Path:
    """A file to be filed."""
    path = folder / name
    path.write_bytes(content)
    return path


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def kept(there: Landlord) -> dict[str, bytes]:
    """Every file in the documents folder, by what it is called."""
    return {path.name: path.read_bytes() for path in _files(there.folder / "documents")}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())

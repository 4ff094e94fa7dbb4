"""What the processes do that the tests start: each a handler, or a program about to be killed."""

import sys
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection

from store_samples import RECEIVED, assigned

from casetrack.domain.errors import Conflict
from casetrack.domain.facts import Source
from casetrack.store import CaseSummary, Derived, RecordName, open_store

SHARED = RecordName("case", "2024/0001")
NOW = datetime(2024, 12, 24, 9, 0, tzinfo=UTC)


def edit_by_forms(url: str, worker: int, edits: int) -> None:
    """Fill in a form on one shared case so many times; after a conflict look again and resend."""
    with open_store(url) as store:
        for number in range(edits):
            saved = False
            while not saved:
                with store.read() as reading:
                    seen = reading.length(SHARED)
                try:
                    with store.write(
                        command_id=f"form {worker} {number}",
                        recorded_by=f"H{worker}",
                        recorded_at=NOW,
                        source=Source.PERSON,
                    ) as command:
                        command.append(
                            SHARED, [assigned(number)], calendar_version="", expected_length=seen
                        )
                        total = command.derived(SHARED).summary
                        assert total is not None
                        command.replace_derived(SHARED, counted(total.findings + 1))
                    saved = True
                except Conflict:
                    continue


def edit_what_is_there(url: str, worker: int, edits: int) -> None:
    """Add to whatever the shared case holds by then, so many times, and count along."""
    with open_store(url) as store:
        for number in range(edits):
            with store.write(
                command_id=f"edit {worker} {number}",
                recorded_by=f"H{worker}",
                recorded_at=NOW,
                source=Source.PERSON,
            ) as command:
                length = command.length(SHARED)
                command.append(SHARED, [assigned(length)], calendar_version="")
                command.replace_derived(SHARED, counted(length + 1))
                name = RecordName("case", command.new_reference(2025))
                command.append(name, [RECEIVED], calendar_version="", expected_length=0)


def counted(findings: int) -> Derived:
    """A summary whose findings serve as a counter."""
    return Derived(
        summary=CaseSummary(
            reference=SHARED.reference, received_on=date(2024, 12, 24), findings=findings
        )
    )


def save_until_killed(url: str, round_: int, told: Connection) -> None:
    """Save one case after the other, each with its derived rows, and say so once it is saved."""
    with open_store(url) as store:
        for number in range(sys.maxsize):
            name = RecordName("case", f"{round_}/{number}")
            with store.write(
                command_id=str(name), recorded_by="JB", recorded_at=NOW, source=Source.PERSON
            ) as command:
                command.append(name, [RECEIVED, assigned(1)], calendar_version="")
                summary = CaseSummary(reference=name.reference, received_on=date(2024, 12, 24))
                command.replace_derived(name, Derived(summary=summary))
            told.send(name.reference)

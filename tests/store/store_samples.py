"""Made-up facts and shorthands the store's tests are written in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count

from casetrack.domain.facts import (
    ComplaintAcknowledged,
    ComplaintReceived,
    HandlerAssigned,
    ResponseExtended,
    Source,
)
from casetrack.store import RecordName, Store, Writing

CASE = RecordName("case", "2024/0001")
OTHER = RecordName("case", "2024/0002")
MORNING = datetime(2024, 12, 24, 8, 30, tzinfo=UTC)

# Tuesday 24 December 2024, and what came of it.
RECEIVED = ComplaintReceived(
    happened_on=date(2024, 12, 24),
    channel="phone",
    resident="Żofia Próba",
    address="1 Sample Street",
    tenure="LCRA",
    summary="The boiler is out – again",
)
ACKNOWLEDGED = ComplaintAcknowledged(happened_on=date(2025, 1, 3), stage=1)  # a Friday
EXTENDED = ResponseExtended(
    happened_on=date(2025, 1, 16), stage=1, until=date(2025, 1, 31), reasons="a survey is awaited"
)
FACTS = (RECEIVED, ACKNOWLEDGED, EXTENDED)

_COMMANDS = count(1)


@contextmanager
def writing(
    store: Store, command_id: str | None = None, source: Source = Source.PERSON
) -> Iterator[Writing]:
    """A command of its own, recorded by JB, a minute after the one before."""
    number = next(_COMMANDS)
    with store.write(
        command_id=command_id or f"command-{number}",
        recorded_by="JB",
        recorded_at=MORNING + timedelta(minutes=number),
        source=source,
    ) as opened:
        yield opened


def assigned(number: int, stage: int = 1) -> HandlerAssigned:
    """A fact that can be told from its like."""
    return HandlerAssigned(happened_on=date(2024, 12, 24), stage=stage, handler=f"H{number}")


def record_some(store: Store, records: int, facts_each: int, at_once: int = 1) -> list[RecordName]:
    """Make records with histories; each command adds to `at_once` of them."""
    names = [RecordName("case", f"2024/{number:04}") for number in range(1, records + 1)]
    for first in range(0, records, at_once):
        for half in (range(facts_each // 2), range(facts_each // 2, facts_each)):
            with writing(store) as command:
                for name in names[first : first + at_once]:
                    facts = [RECEIVED if number == 0 else assigned(number) for number in half]
                    command.append(name, facts, calendar_version="v1")
    return names

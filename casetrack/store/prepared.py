"""Records made ready to be stored before anybody waits for the lock: hashed, as plain tuples.

Knows no connection. What is prepared can be sent between processes and packed small, for an
import of 100,000 complaints is held in memory until all of it is known to be sound.
"""

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from casetrack.domain.facts import AnyFact
from casetrack.store.codec import CHAIN_START, PreparedFact, prepared_facts
from casetrack.store.derived import Derived
from casetrack.store.derived_rows import DerivedRows, derived_rows
from casetrack.store.names import Envelope, RecordName


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a record's chain: what the next fact goes on from."""

    length: int = 0
    hash: bytes = CHAIN_START


NEW_RECORD = Head()


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """Facts for the end of one record, and what is worked out from it with them."""

    name: RecordName
    command_id: str
    head: Head
    """where the record's chain ended when it was read"""
    facts: tuple[PreparedFact, ...]
    derived: DerivedRows | None = None

    def packed(self) -> bytes:
        """Return it as few bytes, about a fifth of what it takes in memory."""
        return zlib.compress(pickle.dumps(self, pickle.HIGHEST_PROTOCOL), 1)


def unpacked(packed: bytes) -> PreparedRecord:
    """Return what `PreparedRecord.packed` gave, in this program's own memory: never from a file."""
    record = pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed by ourselves just now
    assert isinstance(record, PreparedRecord)  # noqa: S101 - for the type checker
    return record


def prepare(
    name: RecordName,
    facts: Sequence[AnyFact],
    *,
    envelope: Envelope,
    calendar_version: str,
    head: Head = NEW_RECORD,
    derived: Derived | None = None,
) -> PreparedRecord:
    """Return facts for the end of a record, hashed and ready for `Writing.append_prepared`.

    `head` is where the record's chain ended when it was read (`Reading.heads`). Raises BadInput
    for words that cannot be stored.
    """
    return PreparedRecord(
        name,
        envelope.command_id,
        head,
        prepared_facts(
            name,
            facts,
            first_sequence=head.length,
            prev_hash=head.hash,
            envelope=envelope,
            calendar_version=calendar_version,
        ),
        None if derived is None else derived_rows(derived),
    )

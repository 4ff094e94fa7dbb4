"""Records made ready to be stored before anybody waits for the lock: hashed, as plain tuples.

Knows no connection. What is prepared waits in a file without a name, for an import of 100,000
complaints is saved only once all of it is known to be sound.
"""

import marshal
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from casetrack.domain.facts import Fact, RecordKind
from casetrack.store.codec import CHAIN_START, PreparedFact, prepared_facts
from casetrack.store.derived import Derived
from casetrack.store.derived_rows import DerivedRows, Stored, derived_rows
from casetrack.store.names import Envelope, RecordName


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a record's chain: what the next fact goes on from."""

    length: int = 0
    hash: bytes = CHAIN_START


NEW_RECORD = Head()
_LENGTH = 4  # bytes that say how long the next record is


@dataclass(frozen=True, slots=True)
class PreparedRecord:
    """Facts for the end of one record, and what is worked out from it with them."""

    name: RecordName
    command_id: str
    head: Head
    """where the record's chain ended when it was read"""
    facts: tuple[PreparedFact, ...]
    derived: DerivedRows | None = None


class Spool:
    """Prepared records in the order they were added, in a file that has no name and ends with it.

    Only this program can read the file, and it is gone when the program is, so that no resident's
    words are left behind.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed in __exit__
        self._length = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._length

    def add(self, record: PreparedRecord) -> None:
        """Put one more record at the end."""
        packed = marshal.dumps(_flat(record))
        self._file.write(len(packed).to_bytes(_LENGTH))
        self._file.write(packed)
        self._length += 1

    def __iter__(self) -> Iterator[PreparedRecord]:
        """Give the records from the first one on."""
        self._file.seek(0)
        for _ in range(self._length):
            length = int.from_bytes(self._file.read(_LENGTH))
            packed = self._file.read(length)
            yield _record(marshal.loads(packed))  # noqa: S302  written by ourselves just now


_Flat = tuple[
    tuple[RecordKind, str],
    str,
    tuple[int, bytes],
    tuple[tuple[int, str, bytes, bytes, bytes, str], ...],
    tuple[
        tuple[Stored, ...] | None,
        tuple[tuple[Stored, ...], ...],
        tuple[tuple[Stored, ...], ...],
        tuple[tuple[Stored, ...], ...],
        str,
    ]
    | None,
]


def _flat(record: PreparedRecord) -> _Flat:
    name, head, derived = record.name, record.head, record.derived
    return (
        (name.kind, name.reference),
        record.command_id,
        (head.length, head.hash),
        tuple((*fact,) for fact in record.facts),
        None
        if derived is None
        else (
            derived.summary,
            derived.stages,
            derived.clocks,
            derived.occurrences,
            derived.words,
        ),
    )


def _record(flat: _Flat) -> PreparedRecord:
    name, command_id, head, facts, derived = flat
    return PreparedRecord(
        RecordName(*name),
        command_id,
        Head(*head),
        tuple(map(PreparedFact._make, facts)),
        None if derived is None else DerivedRows(*derived),
    )


def prepare(
    name: RecordName,
    facts: Sequence[Fact],
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
            calendar_version=calendar_version,
        ),
        None if derived is None else derived_rows(derived),
    )

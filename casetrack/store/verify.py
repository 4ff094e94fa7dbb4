"""Whether the history still is what was recorded: every hash, every seal, every guard.

Knows how chains and seals are made and reads them as rows, a few thousand at a time. Changes
nothing. Says "tamper-evident", not proof: who can write the file can make a whole new history, and
only an anchor kept elsewhere tells that the end was cut off.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, LargeBinary, Select, cast, func, select

from casetrack.store.codec import CHAIN_START, SealContent, seal_hash
from casetrack.store.history import last_seal, streamed
from casetrack.store.names import Anchor
from casetrack.store.reading import Reading
from casetrack.store.tables import disposal, fact, personal_text, record, seal
from casetrack.store.triggers import missing_triggers

_RESTORE: Final = "Compare with the newest backup from before this, and restore it."
_decode: Final = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is not as it was recorded."""

    code: str
    where: str
    sentence: str
    cure: str = _RESTORE


def verify(reading: Reading, anchor: Anchor | None = None) -> Iterator[Problem]:
    """Give every sign that the history was changed by other means than casetrack's.

    `anchor` is a newest seal as it was noted some time ago: with it a cut-off end is found too.
    """
    connection = reading.connection
    yield from _guards(connection)
    yield from _entries(connection)
    yield from _left_over(connection)
    yield from _seals(connection)
    if anchor is not None:
        yield from _anchored(connection, anchor)


def _guards(connection: Connection) -> Iterator[Problem]:
    for name in missing_triggers(connection):
        yield Problem(
            code="guard-missing",
            where=name,
            sentence=f"The database's guard {name} is gone or was altered, so a history could be "
            f"changed unseen.",
            cure="Run `casetrack migrate`, which puts the guards back; then find out who took it.",
        )


class _Stored(NamedTuple):
    """A fact as it lies there, with its record, its personal words and its seal."""

    record_id: int
    sequence: int
    body: bytes
    prev_hash: bytes
    hash: bytes
    seal: int
    kind: str | None
    reference: str | None
    salt: bytes | None
    words: bytes
    sealed: int | None


def _stored(connection: Connection) -> Iterator[_Stored]:
    for row in streamed(connection, _entry_rows(connection)):
        yield _Stored._make(row)


def _entry_rows(connection: Connection) -> Select[Any]:
    return (
        select(
            fact.c.record_id,
            fact.c.sequence,
            _bytes(connection, fact.c.body).label("body"),
            fact.c.prev_hash,
            fact.c.hash,
            fact.c.seal,
            record.c.kind,
            record.c.reference,
            personal_text.c.salt,
            _bytes(connection, personal_text.c.words).label("words"),
            seal.c.number,
        )
        .select_from(
            fact.outerjoin(record, record.c.id == fact.c.record_id)
            .outerjoin(seal, seal.c.number == fact.c.seal)
            .outerjoin(
                personal_text,
                (personal_text.c.record_id == fact.c.record_id)
                & (personal_text.c.sequence == fact.c.sequence),
            )
        )
        .order_by(fact.c.record_id, fact.c.sequence)
    )


def _bytes(connection: Connection, words: ColumnElement[str]) -> ColumnElement[bytes]:
    """Return words as they lie there; SQLite lets anybody put in what is no text at all."""
    if connection.dialect.name == "postgresql":
        return func.convert_to(words, "UTF8", type_=LargeBinary)
    return cast(words, LargeBinary)


def _entries(connection: Connection) -> Iterator[Problem]:
    for record_id, rows in groupby(_stored(connection), attrgetter("record_id")):
        expected, prev_hash = 0, CHAIN_START
        for row in rows:
            where = f"{row.reference or f'record {record_id}'}, entry {row.sequence}"
            if row.sequence != expected:
                yield Problem(
                    code="entry-missing",
                    where=where,
                    sentence=f"Entry {expected} of its record is missing.",
                )
            elif row.prev_hash != prev_hash:
                yield Problem(
                    code="chain-broken",
                    where=where,
                    sentence="It does not follow from the entry before it: one of the two was "
                    "changed, put in or put elsewhere.",
                )
            yield from _entry(connection, row, where)
            expected, prev_hash = row.sequence + 1, row.hash


def _entry(connection: Connection, row: _Stored, where: str) -> Iterator[Problem]:
    if sha256(row.prev_hash + row.body).digest() != row.hash:
        yield Problem(
            code="entry-changed",
            where=where,
            sentence="Its text is not the one that was recorded.",
        )
    try:
        held = _decode(row.body.decode())
        said = held["record"], held["sequence"]
        digest = held.get("personal", "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        yield Problem(code="entry-unreadable", where=where, sentence="Its text makes no sense.")
        return
    if said != (f"{row.kind} {row.reference}", row.sequence):
        yield Problem(
            code="entry-elsewhere",
            where=where,
            sentence=f"It was recorded as entry {said[1]} of {said[0]}.",
        )
    if row.sealed is None:
        yield Problem(
            code="entry-without-seal",
            where=where,
            sentence=f"Seal {row.seal}, which says who recorded it, is gone.",
        )
    if digest or row.salt is not None:
        yield from _personal(connection, row, where, digest)


def _personal(connection: Connection, row: _Stored, where: str, digest: str) -> Iterator[Problem]:
    if row.salt is None:
        if not _disposed(connection, row.record_id, row.seal):
            yield Problem(
                code="personal-missing",
                where=where,
                sentence="Its personal words are gone and no disposal of them is recorded.",
            )
    elif sha256(row.salt + row.words).hexdigest() != digest:
        yield Problem(
            code="personal-changed",
            where=where,
            sentence="Its personal words are not the ones that were recorded.",
        )


def _disposed(connection: Connection, record_id: int, sealed: int) -> bool:
    found = connection.execute(
        select(disposal.c.seal)
        .join(seal, seal.c.number == disposal.c.seal)
        .where(disposal.c.record_id == record_id, disposal.c.seal >= sealed)
        .limit(1)
    )
    return found.first() is not None


def _left_over(connection: Connection) -> Iterator[Problem]:
    """Give records without entries, and personal words without an entry."""
    empty = (
        select(record.c.kind, record.c.reference)
        .outerjoin(fact, fact.c.record_id == record.c.id)
        .where(fact.c.record_id.is_(None))
    )
    for row in streamed(connection, empty):
        yield Problem(
            code="record-empty",
            where=f"{row[0]} {row[1]}",
            sentence="All of its entries are gone.",
        )
    loose = (
        select(personal_text.c.record_id, personal_text.c.sequence)
        .outerjoin(
            fact,
            (fact.c.record_id == personal_text.c.record_id)
            & (fact.c.sequence == personal_text.c.sequence),
        )
        .where(fact.c.record_id.is_(None))
    )
    for row in streamed(connection, loose):
        yield Problem(
            code="personal-loose",
            where=f"record {row[0]}, entry {row[1]}",
            sentence="There are personal words for an entry that does not exist.",
        )


def _seals(connection: Connection) -> Iterator[Problem]:
    hashes = select(fact.c.seal, fact.c.hash).order_by(
        fact.c.seal, fact.c.record_id, fact.c.sequence
    )
    groups = groupby(streamed(connection, hashes), itemgetter(0))
    ahead = next(groups, None)
    expected, prev_hash = 1, CHAIN_START
    for row in streamed(connection, select(seal).order_by(seal.c.number)):
        count, digest = 0, sha256()
        while ahead is not None and ahead[0] <= row.number:
            for under, hash_ in ahead[1]:
                if under == row.number:
                    count += 1
                    digest.update(hash_)
            ahead = next(groups, None)
        yield from _seal(row, expected, prev_hash, (count, digest.digest()))
        expected, prev_hash = row.number + 1, row.hash


def _seal(row: Any, expected: int, prev_hash: bytes, facts: tuple[int, bytes]) -> Iterator[Problem]:
    where = f"seal {row.number}"
    if row.number != expected:
        yield Problem(code="seal-missing", where=where, sentence=f"Seal {expected} is missing.")
    elif row.prev_hash != prev_hash:
        yield Problem(
            code="seal-chain-broken",
            where=where,
            sentence="It does not follow from the seal before it.",
        )
    sealed = SealContent(*(getattr(row, name) for name in SealContent._fields))
    if seal_hash(sealed) != row.hash:
        yield Problem(
            code="seal-changed",
            where=where,
            sentence="It does not say what it said when it was written.",
        )
    if facts[0] != row.fact_count:
        yield Problem(
            code="seal-count",
            where=where,
            sentence=f"It was written over {row.fact_count} entries; there are {facts[0]}.",
        )
    elif facts[1] != row.digest:
        yield Problem(
            code="seal-digest",
            where=where,
            sentence="The entries under it are not the ones it was written over.",
        )


def _anchored(connection: Connection, anchor: Anchor) -> Iterator[Problem]:
    kept = connection.execute(select(seal.c.hash).where(seal.c.number == anchor.number)).scalar()
    if kept is None:
        yield Problem(
            code="end-cut-off",
            where=f"seal {anchor.number}",
            sentence=f"The history ends with seal {last_seal(connection)[0]}; seal "
            f"{anchor.number} was written and is gone, and all after it.",
        )
    elif kept.hex() != anchor.hash:
        yield Problem(
            code="anchor-differs",
            where=f"seal {anchor.number}",
            sentence="It is not the seal that was noted: the history was made anew.",
        )

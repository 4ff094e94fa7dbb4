"""What is read of histories: entries, lengths, ends of chains, seals.

Knows the statements and gives plain values. Each function takes the connection it reads on.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from casetrack.domain.errors import CasetrackError, CouldNot
from casetrack.domain.facts import Entry, RecordKind, Source
from casetrack.store import bulk
from casetrack.store.codec import CHAIN_START, entry
from casetrack.store.names import Anchor, Envelope, RecordName
from casetrack.store.prepared import NEW_RECORD, Head
from casetrack.store.tables import fact, personal_text, record, seal

_STREAMED: Final = 2_000
"""rows fetched at a time, so that memory stays flat"""
_ASKED: Final = 500
"""names asked for at a time; SQLite takes no endless statement"""

_ID: Final = select(record.c.id).where(
    record.c.kind == bindparam("kind"), record.c.reference == bindparam("reference")
)
_ID_LOCKED: Final = _ID.with_for_update(key_share=True)
_WITH_WORDS: Final = fact.outerjoin(seal, seal.c.number == fact.c.seal).outerjoin(
    personal_text,
    (personal_text.c.record_id == fact.c.record_id) & (personal_text.c.sequence == fact.c.sequence),
)
_STORED: Final = (
    fact.c.body,
    personal_text.c.words,
    seal.c.command_id,
    seal.c.recorded_by,
    seal.c.recorded_at,
    seal.c.source,
)
"""what an entry is read from"""
_ENTRIES: Final = (
    select(*_STORED)
    .select_from(_WITH_WORDS)
    .where(fact.c.record_id == bindparam("record_id"))
    .order_by(fact.c.sequence)
)
_ENTRIES_OF_EACH: Final = (
    select(fact.c.record_id, *_STORED)
    .select_from(_WITH_WORDS)
    .order_by(fact.c.record_id, fact.c.sequence)
)
_SEALED: Final = (
    select(record.c.kind, record.c.reference, *_STORED)
    .select_from(_WITH_WORDS.join(record, record.c.id == fact.c.record_id))
    .where(fact.c.seal == bindparam("seal"))
    .order_by(fact.c.record_id, fact.c.sequence)
)
_HEAD: Final = (
    select(fact.c.sequence, fact.c.hash)
    .where(fact.c.record_id == bindparam("record_id"))
    .order_by(fact.c.sequence.desc())
    .limit(1)
)
_HASHES: Final = (
    select(fact.c.hash)
    .where(fact.c.seal == bindparam("seal"))
    .order_by(fact.c.record_id, fact.c.sequence)
)
_LAST_SEAL: Final = select(seal.c.number, seal.c.hash).order_by(seal.c.number.desc()).limit(1)


def record_id(connection: Connection, name: RecordName, *, locked: bool = False) -> int | None:
    """Return a record's id; `locked` keeps other writers of it waiting until this one is done."""
    statement = _ID_LOCKED if locked else _ID
    found = connection.execute(statement, {"kind": name.kind, "reference": name.reference})
    return found.scalar()


def entries(connection: Connection, of: int, name: RecordName) -> tuple[Entry, ...]:
    """Return the history of the record with this id, in the order in which it was recorded."""
    rows = connection.execute(_ENTRIES, {"record_id": of})
    return tuple(_stored_entry(name, *row) for row in rows)


def entries_of_each(
    connection: Connection, names: Iterable[RecordName], *, locked: bool = False
) -> Iterator[tuple[int, RecordName, tuple[Entry, ...]]]:
    """Give id, name and history of the records among `names` that exist, some hundreds at a time.

    One record after the other, most of the time goes into asking. `locked` as for `record_id`.
    """
    left = iter(names)
    while some := list(islice(left, _ASKED)):
        found = ids(connection, some, locked=locked)
        of_them = bulk.among(connection, fact.c.record_id, list(found.values()))
        rows = connection.execute(_ENTRIES_OF_EACH.where(of_them))
        of_record = {of: list(facts) for of, facts in groupby(rows, itemgetter(0))}
        for name in some:
            if name in found:
                facts = of_record.get(found[name], ())
                yield found[name], name, tuple(_stored_entry(name, *row[1:]) for row in facts)


def _stored_entry(name: RecordName, body: str, words: str | None, *sealed: str) -> Entry:
    try:
        envelope = _envelope(*sealed)
    except (CasetrackError, ValueError, TypeError) as error:
        raise _tampered(name) from error
    return decoded(name, body, words, envelope)


@lru_cache(maxsize=1_000)
def _envelope(command_id: str, recorded_by: str, recorded_at: str, source: str) -> Envelope:
    """Return what a seal says of its command; the facts of one command share it."""
    return Envelope(
        command_id=command_id,
        recorded_by=recorded_by,
        recorded_at=datetime.fromisoformat(recorded_at),
        source=Source(source),
    )


def decoded(name: RecordName, body: str, words: str | None, envelope: Envelope) -> Entry:
    """Return a stored fact as an entry. Raises CouldNot where its text makes no sense."""
    try:
        said, found = entry(body, words, envelope)
    except (CasetrackError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _tampered(name) from error
    if said != str(name):
        raise _tampered(name)
    return found


def _tampered(name: RecordName) -> CouldNot:
    return CouldNot(
        f"The history of {name.reference} was changed outside casetrack and cannot be read: run "
        f"`casetrack check`, which says where, and restore the newest sound backup."
    )


def entries_under(connection: Connection, number: int) -> dict[RecordName, tuple[Entry, ...]]:
    """Return what was recorded under a seal, by record."""
    rows = connection.execute(_SEALED, {"seal": number})
    return {
        name: tuple(_stored_entry(name, *row[2:]) for row in group)
        for name, group in groupby(rows, lambda row: RecordName(row.kind, row.reference))
    }


def ids(
    connection: Connection, names: Iterable[RecordName], *, locked: bool = False
) -> dict[RecordName, int]:
    """Return the ids of the records among `names` that exist; `locked` as for `record_id`."""
    found = {}
    for kind, references in _by_kind(names):
        statement = select(record.c.id, record.c.reference).where(
            record.c.kind == kind, bulk.among(connection, record.c.reference, references)
        )
        if locked:  # in one order, so that two who lock several never wait for one another
            statement = statement.order_by(record.c.id).with_for_update(key_share=True)
        for id_, reference in connection.execute(statement):
            found[RecordName(kind, reference)] = id_
    return found


def made(connection: Connection, names: Sequence[RecordName]) -> dict[RecordName, int]:
    """Make records and return their ids; one that somebody else made meanwhile is left out."""
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(
            "INSERT INTO record (kind, reference) SELECT * FROM unnest(%s::text[], %s::text[])"
            " ON CONFLICT DO NOTHING RETURNING id, kind, reference",
            ([name.kind for name in names], [name.reference for name in names]),
        )
        return {RecordName(kind, reference): id_ for id_, kind, reference in rows}
    last = connection.execute(select(func.coalesce(func.max(record.c.id), 0))).scalar_one()
    numbered = {name: id_ for id_, name in enumerate(names, last + 1)}
    rows_ = [(id_, name.kind, name.reference) for name, id_ in numbered.items()]
    bulk.insert(connection, record, record.columns.keys(), rows_)
    return numbered


def head(connection: Connection, of: int) -> Head:
    """Return the end of a record's chain."""
    row = connection.execute(_HEAD, {"record_id": of}).first()
    return NEW_RECORD if row is None else Head(row.sequence + 1, row.hash)


def heads(
    connection: Connection, names: Iterable[RecordName]
) -> dict[RecordName, tuple[int, Head]]:
    """Return id and end of chain of the records among `names` that exist."""
    found = {}
    for kind, references in _by_kind(names):
        newest = (
            select(record.c.id, record.c.reference, func.max(fact.c.sequence).label("newest"))
            .join(fact, fact.c.record_id == record.c.id, isouter=True)
            .where(record.c.kind == kind, bulk.among(connection, record.c.reference, references))
            .group_by(record.c.id, record.c.reference)
            .subquery()
        )
        rows = connection.execute(
            select(newest.c.id, newest.c.reference, fact.c.sequence, fact.c.hash).join(
                fact,
                (fact.c.record_id == newest.c.id) & (fact.c.sequence == newest.c.newest),
                isouter=True,
            )
        )
        for id_, reference, sequence, hash_ in rows:
            end = NEW_RECORD if sequence is None else Head(sequence + 1, hash_)
            found[RecordName(kind, reference)] = (id_, end)
    return found


def _by_kind(names: Iterable[RecordName]) -> Iterator[tuple[RecordKind, list[str]]]:
    by_kind: dict[RecordKind, list[str]] = {}
    for name in names:
        by_kind.setdefault(name.kind, []).append(name.reference)
    for kind, references in by_kind.items():
        left = iter(references)
        while some := list(islice(left, _ASKED)):
            yield kind, some


def histories(
    connection: Connection, after: RecordName | None, kinds: Collection[RecordKind] | None
) -> Iterator[tuple[RecordName, tuple[Entry, ...]]]:
    """Give every history in the order in which records were made; memory stays flat."""
    statement = (
        select(record.c.id, record.c.kind, record.c.reference, *_STORED)
        .select_from(_WITH_WORDS.join(record, record.c.id == fact.c.record_id))
        .order_by(fact.c.record_id, fact.c.sequence)
    )
    if kinds is not None:
        statement = statement.where(record.c.kind.in_(sorted(kinds)))
    if after is not None:
        statement = statement.where(fact.c.record_id > (record_id(connection, after) or 0))
    rows = streamed(connection, statement)
    for _, group in groupby(rows, itemgetter(0)):
        facts = list(group)
        name = RecordName(facts[0][1], facts[0][2])
        yield name, tuple(_stored_entry(name, *row[3:]) for row in facts)


def streamed(
    connection: Connection, statement: Any, values: Any = None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Give the rows of a statement as they come, some thousands in memory at a time."""
    with connection.execute(statement, values, execution_options={"yield_per": _STREAMED}) as rows:
        yield from rows


def last_seal(connection: Connection) -> tuple[int, bytes]:
    """Return number and hash of the newest seal; what the first goes on from before it."""
    row = connection.execute(_LAST_SEAL).first()
    return (0, CHAIN_START) if row is None else (row.number, row.hash)


def anchor(connection: Connection) -> Anchor | None:
    """Return number and hash of the newest seal, None before the first."""
    number, hash_ = last_seal(connection)
    return Anchor(number, hash_.hex()) if number else None


def seal_digest(connection: Connection, number: int) -> bytes:
    """Return the digest over the hashes of a seal's facts, in (record, sequence) order."""
    digest = sha256()
    for (hash_,) in streamed(connection, _HASHES, {"seal": number}):
        digest.update(hash_)
    return digest.digest()


def seal_of(connection: Connection, command_id: str) -> int | None:
    """Return the number of the seal of a command, None if it was not carried out yet."""
    found = connection.execute(select(seal.c.number).where(seal.c.command_id == command_id))
    return found.scalar()


def known_references(connection: Connection, kind: RecordKind) -> frozenset[str]:
    """Return the references of all records of a kind."""
    rows = connection.execute(select(record.c.reference).where(record.c.kind == kind))
    return frozenset(rows.scalars())

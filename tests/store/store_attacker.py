"""Somebody who can write to the database, has taken the guards down and knows the format."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from casetrack.store import Anchor, Reading
from casetrack.store import engine as engines
from casetrack.store.codec import SealContent, seal_hash
from casetrack.store.tables import fact, personal_text, record, seal
from casetrack.store.triggers import triggers_for
from casetrack.store.verify import verify

Row = Any


@contextmanager
def attacker(database_url: str) -> Iterator[Connection]:
    """Somebody who owns the database, has taken the guards down and puts nothing back."""
    engine = engines.made_engine(engines.parsed(database_url))
    with engines.connected(engine) as connection:
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection
            driver.execute("PRAGMA foreign_keys = OFF")
        transaction = connection.begin()
        for trigger in triggers_for(connection):
            on = f" ON {trigger.table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}{on}")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield connection
        transaction.rollback()
    engine.dispose()


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("SAVEPOINT before")
    yield
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT before")


def codes(connection: Connection, anchor: Anchor | None = None) -> list[str]:
    return [problem.code for problem in verify(Reading(connection), anchor)]


def problems(connection: Connection, anchor: Anchor | None = None) -> list[str]:
    """The problems other than that the guards are gone: somebody may put them back."""
    return [code for code in codes(connection, anchor) if code != "guard-missing"]


def noticed(connection: Connection) -> bool:
    return any(problem.code != "guard-missing" for problem in verify(Reading(connection)))


def same(table: Any, row: Row) -> tuple[Any, ...]:
    return (table.c.record_id == row.record_id, table.c.sequence == row.sequence)


def alter(connection: Connection, row: Row, **values: Any) -> None:
    assert connection.execute(update(fact).where(*same(fact, row)).values(**values)).rowcount == 1


def facts_of(connection: Connection, record_id: int) -> list[Row]:
    of_record = select(fact).where(fact.c.record_id == record_id).order_by(fact.c.sequence)
    return list(connection.execute(of_record))


def text_with(body: str, **values: Any) -> str:
    held = {**json.loads(body), **values}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rehash(connection: Connection, record_id: int) -> None:
    prev_hash = bytes(32)
    for row in facts_of(connection, record_id):
        new_hash = sha256(prev_hash + row.body.encode()).digest()
        alter(connection, row, prev_hash=prev_hash, hash=new_hash)
        prev_hash = new_hash


def seal_anew(connection: Connection) -> None:
    prev_hash = bytes(32)
    for row in connection.execute(select(seal).order_by(seal.c.number)).all():
        hashes = connection.execute(
            select(fact.c.hash)
            .where(fact.c.seal == row.number)
            .order_by(fact.c.record_id, fact.c.sequence)
        ).scalars()
        digest = sha256(b"".join(hashes)).digest()
        said = {**row._mapping, "prev_hash": prev_hash, "digest": digest}
        new_hash = seal_hash(SealContent(*(said[name] for name in SealContent._fields)))
        connection.execute(
            update(seal)
            .where(seal.c.number == row.number)
            .values(prev_hash=prev_hash, digest=digest, hash=new_hash)
        )
        prev_hash = new_hash


# Each of these changes one fact, as somebody would who can write the file and knows the format.


def text_changed(connection: Connection, row: Row) -> None:
    changed = row.body.replace("2024-12-24", "2024-12-23", 1)
    assert changed != row.body
    alter(connection, row, body=changed)


def text_changed_and_hashed_anew(connection: Connection, row: Row) -> None:
    changed = row.body.replace("2024-12-24", "2024-12-23", 1)
    alter(connection, row, body=changed, hash=sha256(row.prev_hash + changed.encode()).digest())


def text_changed_and_the_whole_chain_hashed_anew(connection: Connection, row: Row) -> None:
    text_changed(connection, row)
    rehash(connection, row.record_id)


def text_made_nonsense(connection: Connection, row: Row) -> None:
    alter(connection, row, body="[" * 100_000)
    rehash(connection, row.record_id)


def hash_changed(connection: Connection, row: Row) -> None:
    alter(connection, row, hash=bytes(32))


def put_under_another_seal(connection: Connection, row: Row) -> None:
    alter(connection, row, seal=row.seal % 3 + 1 if row.seal <= 3 else 1)


def deleted(connection: Connection, row: Row) -> None:
    connection.execute(delete(personal_text).where(*same(personal_text, row)))
    connection.execute(delete(fact).where(*same(fact, row)))


def deleted_with_all_after_it(connection: Connection, row: Row) -> None:
    for table in (personal_text, fact):
        connection.execute(
            delete(table).where(
                table.c.record_id == row.record_id, table.c.sequence >= row.sequence
            )
        )


def deleted_and_the_rest_moved_up(connection: Connection, row: Row) -> None:
    deleted(connection, row)
    later = facts_of(connection, row.record_id)[row.sequence :]
    for each in later:
        body = text_with(each.body, sequence=each.sequence - 1)
        alter(connection, each, sequence=each.sequence - 1, body=body)
    rehash(connection, row.record_id)


def _neighbour(connection: Connection, row: Row) -> Row:
    facts = facts_of(connection, row.record_id)
    return next(each for each in facts if abs(each.sequence - row.sequence) == 1)


def swapped_with_its_neighbour(connection: Connection, row: Row) -> None:
    neighbour = next(
        each
        for each in facts_of(connection, row.record_id)
        if abs(each.sequence - row.sequence) == 1
    )
    alter(connection, row, body=neighbour.body)
    alter(connection, neighbour, body=row.body)


def swapped_and_the_whole_chain_hashed_anew(connection: Connection, row: Row) -> None:
    neighbour = next(
        each
        for each in facts_of(connection, row.record_id)
        if abs(each.sequence - row.sequence) == 1
    )
    alter(connection, row, body=text_with(neighbour.body, sequence=row.sequence))
    alter(connection, neighbour, body=text_with(row.body, sequence=neighbour.sequence))
    rehash(connection, row.record_id)


def one_put_in_at_the_end(connection: Connection, row: Row) -> None:
    last = facts_of(connection, row.record_id)[-1]
    body = text_with(last.body, sequence=last.sequence + 1)
    new_hash = sha256(last.hash + body.encode()).digest()
    values = {**last._mapping, "sequence": last.sequence + 1, "body": body}
    connection.execute(insert(fact), {**values, "prev_hash": last.hash, "hash": new_hash})


def moved_to_a_record_of_its_own(connection: Connection, row: Row) -> None:
    connection.execute(insert(record), {"id": 9999, "kind": "case", "reference": "2024/9999"})
    connection.execute(delete(personal_text).where(*same(personal_text, row)))
    alter(connection, row, record_id=9999, sequence=0)


FACT_TAMPERINGS: tuple[Callable[[Connection, Row], None], ...] = (
    text_changed,
    text_changed_and_hashed_anew,
    text_changed_and_the_whole_chain_hashed_anew,
    text_made_nonsense,
    hash_changed,
    put_under_another_seal,
    deleted,
    deleted_with_all_after_it,
    deleted_and_the_rest_moved_up,
    swapped_with_its_neighbour,
    swapped_and_the_whole_chain_hashed_anew,
    one_put_in_at_the_end,
    moved_to_a_record_of_its_own,
)

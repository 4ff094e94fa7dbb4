"""Whoever changes the history behind casetrack's back is found out, guards or no guards."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update
from store_samples import CASE, FACTS, OTHER, record_some, writing

from casetrack.domain.errors import CouldNot
from casetrack.store import Anchor, Reading, RecordName, Store
from casetrack.store import engine as engines
from casetrack.store.codec import SealContent, seal_hash
from casetrack.store.tables import disposal, fact, personal_text, record, seal
from casetrack.store.triggers import recreate, triggers_for
from casetrack.store.verify import verify

Row = Any
SAMPLE = random.Random(20241224)


def test_an_untouched_history_has_no_problems(store: Store) -> None:
    record_some(store, records=4, facts_each=6, at_once=2)
    with store.read() as reading:
        assert list(verify(reading, reading.anchor())) == []


# Each of these changes one fact, as somebody would who can write the file and knows the format.


def text_changed(connection: Connection, row: Row) -> None:
    changed = row.body.replace("2024-12-24", "2024-12-23", 1)
    assert changed != row.body
    _set(connection, row, body=changed)


def text_changed_and_hashed_anew(connection: Connection, row: Row) -> None:
    changed = row.body.replace("2024-12-24", "2024-12-23", 1)
    _set(connection, row, body=changed, hash=sha256(row.prev_hash + changed.encode()).digest())


def text_changed_and_the_whole_chain_hashed_anew(connection: Connection, row: Row) -> None:
    text_changed(connection, row)
    _rehash(connection, row.record_id)


def text_made_nonsense(connection: Connection, row: Row) -> None:
    _set(connection, row, body="[" * 100_000)
    _rehash(connection, row.record_id)


def hash_changed(connection: Connection, row: Row) -> None:
    _set(connection, row, hash=bytes(32))


def put_under_another_seal(connection: Connection, row: Row) -> None:
    _set(connection, row, seal=row.seal % 3 + 1 if row.seal <= 3 else 1)


def deleted(connection: Connection, row: Row) -> None:
    connection.execute(delete(personal_text).where(*_is(personal_text, row)))
    connection.execute(delete(fact).where(*_is(fact, row)))


def deleted_with_all_after_it(connection: Connection, row: Row) -> None:
    for table in (personal_text, fact):
        connection.execute(
            delete(table).where(
                table.c.record_id == row.record_id, table.c.sequence >= row.sequence
            )
        )


def deleted_and_the_rest_moved_up(connection: Connection, row: Row) -> None:
    deleted(connection, row)
    later = _facts(connection, row.record_id)[row.sequence :]
    for each in later:
        body = _with(each.body, sequence=each.sequence - 1)
        _set(connection, each, sequence=each.sequence - 1, body=body)
    _rehash(connection, row.record_id)


def swapped_with_its_neighbour(connection: Connection, row: Row) -> None:
    neighbour = next(
        each for each in _facts(connection, row.record_id) if abs(each.sequence - row.sequence) == 1
    )
    _set(connection, row, body=neighbour.body)
    _set(connection, neighbour, body=row.body)


def swapped_and_the_whole_chain_hashed_anew(connection: Connection, row: Row) -> None:
    neighbour = next(
        each for each in _facts(connection, row.record_id) if abs(each.sequence - row.sequence) == 1
    )
    _set(connection, row, body=_with(neighbour.body, sequence=row.sequence))
    _set(connection, neighbour, body=_with(row.body, sequence=neighbour.sequence))
    _rehash(connection, row.record_id)


def one_put_in_at_the_end(connection: Connection, row: Row) -> None:
    last = _facts(connection, row.record_id)[-1]
    body = _with(last.body, sequence=last.sequence + 1)
    new_hash = sha256(last.hash + body.encode()).digest()
    values = {**last._mapping, "sequence": last.sequence + 1, "body": body}
    connection.execute(insert(fact), {**values, "prev_hash": last.hash, "hash": new_hash})


def moved_to_a_record_of_its_own(connection: Connection, row: Row) -> None:
    connection.execute(insert(record), {"id": 9999, "kind": "case", "reference": "2024/9999"})
    connection.execute(delete(personal_text).where(*_is(personal_text, row)))
    _set(connection, row, record_id=9999, sequence=0)


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


def test_any_one_fact_of_a_thousand_changed_deleted_swapped_or_put_in_is_found(
    store: Store, database_url: str
) -> None:
    record_some(store, records=40, facts_each=25, at_once=10)
    unnoticed = []
    with _attacker(database_url) as connection:
        rows = connection.execute(select(fact).order_by(fact.c.record_id, fact.c.sequence)).all()
        assert len(rows) == 1000
        for row in [rows[0], rows[-1], *SAMPLE.sample(rows, 8)]:
            for tampering in FACT_TAMPERINGS:
                with _undone(connection):
                    tampering(connection, row)
                    if not _noticed(connection):
                        unnoticed.append((tampering.__name__, row.record_id, row.sequence))
        assert not _problems(connection)
    assert unnoticed == []


def test_personal_words_changed_taken_away_or_put_in_are_found(
    store: Store, database_url: str
) -> None:
    record_some(store, records=3, facts_each=2)
    changes: dict[str, Any] = {
        "words": update(personal_text).values(words='{"resident":"Mx Somebody Else"}'),
        "salt": update(personal_text).values(salt=bytes(16)),
        "gone": delete(personal_text),
        "put in": insert(personal_text).values(record_id=1, sequence=1, salt=b"s", words="{}"),
        "loose": insert(personal_text).values(record_id=1, sequence=77, salt=b"s", words="{}"),
    }
    codes = {}
    with _attacker(database_url) as connection:
        for name, change in changes.items():
            with _undone(connection):
                connection.execute(change)
                codes[name] = set(_problems(connection))
    assert codes == {
        "words": {"personal-changed"},
        "salt": {"personal-changed"},
        "gone": {"personal-missing"},
        "put in": {"personal-changed"},
        "loose": {"personal-loose"},
    }


def test_any_change_to_a_seal_or_a_record_is_found(store: Store, database_url: str) -> None:
    record_some(store, records=4, facts_each=4)
    third = seal.c.number == 3
    renamed = update(record).where(record.c.id == 2).values(reference="2023/0002")
    changes: dict[str, Any] = {
        "fact_count": update(seal).where(third).values(fact_count=9),
        "digest": update(seal).where(third).values(digest=bytes(32)),
        "command_id": update(seal).where(third).values(command_id="another"),
        "recorded_at": update(seal).where(third).values(recorded_at="2024-12-24T00:00:00+00:00"),
        "recorded_by": update(seal).where(third).values(recorded_by="MO"),
        "source": update(seal).where(third).values(source="import"),
        "hash": update(seal).where(third).values(hash=bytes(32)),
        "prev_hash": update(seal).where(third).values(prev_hash=bytes(32)),
        "number": update(seal).where(seal.c.number == 8).values(number=80),
        "deleted": delete(seal).where(third),
        "renamed": renamed,
        "an empty record": insert(record).values(id=99, kind="case", reference="2024/0099"),
    }
    unnoticed = []
    with _attacker(database_url) as connection:
        assert connection.execute(select(func.count()).select_from(seal)).scalar() == 8
        for name, change in changes.items():
            with _undone(connection):
                connection.execute(change)
                if not _noticed(connection):
                    unnoticed.append(name)
    assert unnoticed == []


def test_two_records_that_change_names_are_found(store: Store, database_url: str) -> None:
    record_some(store, records=2, facts_each=3)
    with _attacker(database_url) as connection:
        for id_, reference in ((1, "x"), (2, "2024/0001"), (1, "2024/0002")):
            rename = update(record).where(record.c.id == id_).values(reference=reference)
            connection.execute(rename)
        assert set(_problems(connection)) == {"entry-elsewhere"}


def test_an_end_that_was_cut_off_is_found_with_the_anchor_alone(
    store: Store, database_url: str
) -> None:
    record_some(store, records=3, facts_each=2)
    with store.read() as reading:
        anchor = reading.anchor()
    assert anchor is not None
    with _attacker(database_url) as connection:
        last = anchor.number
        connection.execute(delete(fact).where(fact.c.seal == last))
        connection.execute(delete(seal).where(seal.c.number == last))
        assert _problems(connection) == []
        assert _problems(connection, anchor) == ["end-cut-off"]


def test_a_history_made_anew_from_end_to_end_is_found_with_the_anchor_alone(
    store: Store, database_url: str
) -> None:
    record_some(store, records=2, facts_each=2)
    with store.read() as reading:
        anchor = reading.anchor()
    with _attacker(database_url) as connection:
        for row in connection.execute(select(fact)).all():
            _set(connection, row, body=row.body.replace("2024-12-24", "2024-12-23", 1))
        for record_id in (1, 2):
            _rehash(connection, record_id)
        _seal_anew(connection)
        assert _problems(connection) == []
        assert _problems(connection, anchor) == ["anchor-differs"]


def test_disposed_words_are_empty_and_the_rest_still_verifies(store: Store) -> None:
    """What a recorded disposal does: its fact, the row that allows it, and the words deleted."""
    with writing(store) as command:
        command.append(CASE, FACTS, calendar_version="")
        command.append(OTHER, FACTS, calendar_version="")
    with writing(store) as command:
        command.append(CASE, [FACTS[1]], calendar_version="")
        command.connection.execute(insert(disposal), {"record_id": 1, "seal": 2})
        command.connection.execute(delete(personal_text).where(personal_text.c.record_id == 1))
    with store.read() as reading:
        assert list(verify(reading)) == []
        disposed = reading.history(CASE)[0].fact
        kept = reading.history(OTHER)[0].fact
    assert disposed.happened_on == kept.happened_on
    assert getattr(disposed, "resident", None) == ""
    assert getattr(disposed, "channel", None) == "phone"
    assert kept == FACTS[0]


def test_a_tampered_history_cannot_be_read_and_says_what_to_do(
    store: Store, database_url: str
) -> None:
    record_some(store, records=1, facts_each=2)
    with _attacker(database_url) as connection:
        connection.execute(update(fact).values(body='{"kind":"complaint-eaten"}'))
        with pytest.raises(CouldNot, match="run `casetrack check`"):
            Reading(connection).history(RecordName("case", "2024/0001"))


def test_a_guard_that_is_gone_or_hollow_is_found(store: Store, database_url: str) -> None:
    record_some(store, records=1, facts_each=2)
    engine = engines.made_engine(engines.parsed(database_url))
    with engines.writing(engine) as connection:
        for trigger in triggers_for(connection):
            on = f" ON {trigger.table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}{on}")
            assert _codes(connection) == ["guard-missing"], trigger.name
            recreate(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE fact DISABLE TRIGGER fact_update_guard")
        else:
            connection.exec_driver_sql("DROP TRIGGER fact_update_guard")
            connection.exec_driver_sql(
                "CREATE TRIGGER fact_update_guard BEFORE UPDATE ON fact BEGIN SELECT 1; END"
            )
        assert _codes(connection) == ["guard-missing"]
        recreate(connection)
        assert _codes(connection) == []
    engine.dispose()


# How the tests get behind casetrack's back.


@contextmanager
def _attacker(database_url: str) -> Iterator[Connection]:
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
def _undone(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql("SAVEPOINT before")
    yield
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT before")


def _codes(connection: Connection, anchor: Anchor | None = None) -> list[str]:
    return [problem.code for problem in verify(Reading(connection), anchor)]


def _problems(connection: Connection, anchor: Anchor | None = None) -> list[str]:
    """The problems other than that the guards are gone: somebody may put them back."""
    return [code for code in _codes(connection, anchor) if code != "guard-missing"]


def _noticed(connection: Connection) -> bool:
    return any(problem.code != "guard-missing" for problem in verify(Reading(connection)))


def _is(table: Any, row: Row) -> tuple[Any, ...]:
    return (table.c.record_id == row.record_id, table.c.sequence == row.sequence)


def _set(connection: Connection, row: Row, **values: Any) -> None:
    assert connection.execute(update(fact).where(*_is(fact, row)).values(**values)).rowcount == 1


def _facts(connection: Connection, record_id: int) -> list[Row]:
    of_record = select(fact).where(fact.c.record_id == record_id).order_by(fact.c.sequence)
    return list(connection.execute(of_record))


def _with(body: str, **values: Any) -> str:
    held = {**json.loads(body), **values}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _rehash(connection: Connection, record_id: int) -> None:
    prev_hash = bytes(32)
    for row in _facts(connection, record_id):
        new_hash = sha256(prev_hash + row.body.encode()).digest()
        _set(connection, row, prev_hash=prev_hash, hash=new_hash)
        prev_hash = new_hash


def _seal_anew(connection: Connection) -> None:
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

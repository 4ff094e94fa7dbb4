"""What the database itself refuses, whoever asks: it needs no casetrack to keep a history."""

import sqlite3
from typing import Any

import psycopg
import pytest
from store_samples import record_some

from casetrack.store import Store, open_store
from casetrack.store import engine as engines

# One of these is wrong with each statement, and no other part of it.
_FACT = "record_id, sequence, body, prev_hash, hash, seal"
_32 = "zeroblob(32)"
BOTH_ENGINES = (
    "UPDATE fact SET body = '{}'",
    "UPDATE fact SET seal = 1 WHERE record_id = 1 AND sequence = 1",
    "UPDATE seal SET recorded_by = 'MO'",
    "UPDATE record SET reference = 'x' WHERE id = 1",
    "UPDATE personal_text SET words = '{}'",
    "UPDATE calendar_version SET version = 'x'",
    "UPDATE calendar_day SET title = 'x'",
    "DELETE FROM personal_text",
    "DELETE FROM fact WHERE record_id = 2 AND sequence = 3",
    "DELETE FROM seal WHERE number = 4",
    "DELETE FROM record WHERE id = 2",
    "DELETE FROM calendar_day",
    "DELETE FROM calendar_version",
    # out of order: before the end, past the end, under an old seal, under a later one
    f"INSERT INTO fact ({_FACT}) VALUES (1, 2, '{{}}', {_32}, {_32}, 5)",
    f"INSERT INTO fact ({_FACT}) VALUES (1, 5, '{{}}', {_32}, {_32}, 5)",
    f"INSERT INTO fact ({_FACT}) VALUES (1, 4, '{{}}', {_32}, {_32}, 4)",
    f"INSERT INTO fact ({_FACT}) VALUES (1, 4, '{{}}', {_32}, {_32}, 6)",
    # a seal over nothing, one out of order, one for a command that has one
    f"INSERT INTO seal VALUES (5, {_32}, 1, {_32}, 'new', '', '', 'person', {_32})",
    f"INSERT INTO seal VALUES (6, {_32}, 1, {_32}, 'new', '', '', 'person', {_32})",
    # words put in once more, a disposal that is said to have been
    "INSERT INTO personal_text VALUES (1, 0, zeroblob(16), '{}')",
    "INSERT INTO disposal VALUES (1, 4)",
    "INSERT INTO calendar_version VALUES ('wales', 3, 'v3', 1, 2, NULL, 1, '', '')",
    "INSERT INTO calendar_day VALUES ('wales', 1, 2, 9, 'Founders'' Day', NULL, NULL, 0, '')",
    # an upsert is an update
    f"""INSERT INTO fact ({_FACT}) VALUES (1, 3, '{{}}', {_32}, {_32}, 5)
        ON CONFLICT (record_id, sequence) DO UPDATE SET body = '{{}}'""",
    """INSERT INTO record (id, kind, reference) VALUES (1, 'case', 'x')
        ON CONFLICT (id) DO UPDATE SET reference = 'x'""",
)
SQLITE_ALONE = (
    f"INSERT OR REPLACE INTO fact ({_FACT}) VALUES (1, 3, '{{}}', {_32}, {_32}, 5)",
    f"REPLACE INTO fact ({_FACT}) VALUES (1, 0, '{{}}', {_32}, {_32}, 1)",
    f"INSERT OR REPLACE INTO seal VALUES (4, {_32}, 1, {_32}, 'new', '', '', 'person', {_32})",
    "INSERT OR REPLACE INTO record VALUES (1, 'case', 'x')",
    "INSERT OR REPLACE INTO record VALUES (9, 'case', '2024/0001')",
    "INSERT OR REPLACE INTO personal_text VALUES (1, 0, zeroblob(16), '{}')",
    "INSERT OR REPLACE INTO calendar_version VALUES ('wales', 1, 'x', 1, 2, NULL, 1, '', '')",
    "INSERT OR REPLACE INTO calendar_version VALUES ('wales', 2, 'v1', 1, 2, NULL, 1, '', '')",
    "INSERT OR REPLACE INTO calendar_day VALUES ('wales', 1, 1, 9, 'x', NULL, NULL, 0, '')",
    "UPDATE OR REPLACE fact SET sequence = 0 WHERE record_id = 1 AND sequence = 1",
    "INSERT INTO fact (rowid, body) VALUES (1, '{}')",
)
POSTGRESQL_ALONE = tuple(
    f"TRUNCATE {table} CASCADE"
    for table in ("fact", "seal", "record", "personal_text", "calendar_day", "disposal")
)


def test_no_statement_changes_deletes_replaces_or_slips_into_a_history(
    store: Store, database_url: str
) -> None:
    record_some(store, records=2, facts_each=4)
    engine = engines.made_engine(engines.parsed(database_url))
    with engines.writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO calendar_version VALUES ('wales', 1, 'v1', 1, 2, NULL, 1, '', '')"
        )
        connection.exec_driver_sql(
            "INSERT INTO calendar_day VALUES ('wales', 1, 1, 9, 'St David', NULL, NULL, 0, '')"
        )
    engine.dispose()
    raw, refusal = _raw(database_url)
    alone = SQLITE_ALONE if database_url.startswith("sqlite") else POSTGRESQL_ALONE
    before = _dump(raw)
    allowed = []
    for statement in (*BOTH_ENGINES, *alone):
        raw.execute("BEGIN")
        try:
            raw.execute(_for(database_url, statement))
            allowed.append(statement)
        except refusal:
            pass
        raw.execute("ROLLBACK")
    assert allowed == []
    assert _dump(raw) == before
    raw.close()


def test_personal_words_are_deleted_under_a_disposal_in_the_same_command_alone(
    store: Store, database_url: str
) -> None:
    record_some(store, records=2, facts_each=4)
    raw, refusal = _raw(database_url)
    raw.execute("BEGIN")
    raw.execute("INSERT INTO disposal (record_id, seal) VALUES (1, 5)")
    raw.execute("DELETE FROM personal_text WHERE record_id = 1")
    with pytest.raises(refusal, match="recorded disposal"):
        raw.execute("DELETE FROM personal_text WHERE record_id = 2")
    raw.execute("ROLLBACK")
    raw.close()


def test_a_seal_cannot_push_out_another_by_naming_its_command(
    store: Store, database_url: str
) -> None:
    record_some(store, records=2, facts_each=4)
    raw, refusal = _raw(database_url)
    replace = "OR REPLACE " if database_url.startswith("sqlite") else ""
    raw.execute("BEGIN")
    raw.execute(
        _for(database_url, f"INSERT INTO fact ({_FACT}) VALUES (1, 4, '{{}}', {_32}, {_32}, 5)")
    )
    with pytest.raises(refusal, match=r"at the end, over its own facts|uq_seal_command_id"):
        raw.execute(
            _for(
                database_url,
                f"""INSERT {replace}INTO seal SELECT 5, {_32}, 1, {_32}, command_id, '', '',
                'person', {_32} FROM seal WHERE number = 2""",
            )
        )
    raw.close()


def test_facts_without_a_seal_are_not_saved(store: Store, database_url: str) -> None:
    record_some(store, records=1, facts_each=2)
    raw, refusal = _raw(database_url)
    if database_url.startswith("sqlite"):
        raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("BEGIN")
    raw.execute(
        _for(database_url, f"INSERT INTO fact ({_FACT}) VALUES (1, 2, '{{}}', {_32}, {_32}, 3)")
    )
    with pytest.raises(refusal, match=r"(?i)foreign key"):
        raw.execute("COMMIT")
    raw.close()
    with open_store(database_url) as again, again.read() as reading:
        counts = reading.connection.exec_driver_sql("SELECT count(*) FROM fact")
        assert counts.scalar() == 2


def _raw(database_url: str) -> tuple[Any, type[Exception]]:
    """A bare connection, as a person with a database browser has it: no foreign keys, no care."""
    url = engines.parsed(database_url)
    if url.get_backend_name() == "sqlite":
        assert url.database is not None
        return sqlite3.connect(url.database, isolation_level=None), sqlite3.DatabaseError
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True), psycopg.Error


def _for(database_url: str, statement: str) -> str:
    if database_url.startswith("sqlite"):
        return statement
    return statement.replace(_32, "decode(repeat('00', 32), 'hex')").replace(
        "zeroblob(16)", "decode(repeat('00', 16), 'hex')"
    )


def _dump(raw: Any) -> list[Any]:
    tables = ("record", "fact", "seal", "personal_text", "calendar_version", "calendar_day")
    return [raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]

# ruff: noqa: S608 - statements made of our own names, never of what was typed
"""What the database itself refuses: a history is added to at its end and never changed.

Knows the statements for both engines, makes them and reads them back. Every migration does both,
for a rebuilt table loses its triggers without a word; `verify` reads them again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from casetrack.domain.errors import CouldNot

KEPT_FOR_GOOD: Final = (
    "record",
    "fact",
    "seal",
    "disposal",
    "calendar_version",
    "calendar_day",
)
"""Tables whose rows are never updated and never deleted."""

_NEXT_SEAL: Final = "(SELECT coalesce(max(number), 0) + 1 FROM seal)"
_DISPOSED_NOW: Final = (
    f"EXISTS (SELECT 1 FROM disposal WHERE record_id = OLD.record_id AND seal = {_NEXT_SEAL})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One refusal: its name, the table it stands on and the statements that make it."""

    name: str
    table: str
    statements: tuple[str, ...]


# SQLite. An INSERT OR REPLACE deletes the row in its way and fires no DELETE trigger, so each
# table refuses a second row under any of its keys. None of them has a rowid to go round by.
_SQLITE_INSERTS: Final = {
    "record": (
        """EXISTS (SELECT 1 FROM record WHERE id = NEW.id
            OR (kind = NEW.kind AND reference = NEW.reference))""",
        "a record is there already",
    ),
    "fact": (
        f"""NEW.sequence <> (SELECT coalesce(max(sequence) + 1, 0) FROM fact
            WHERE record_id = NEW.record_id) OR NEW.seal <> {_NEXT_SEAL}""",
        "a fact is added at the end of its record, under the next seal",
    ),
    "seal": (
        f"""NEW.number <> {_NEXT_SEAL}
            OR NEW.fact_count <> (SELECT count(*) FROM fact WHERE seal = NEW.number)
            OR EXISTS (SELECT 1 FROM seal WHERE command_id = NEW.command_id)""",
        "a seal is added at the end, over its own facts",
    ),
    "disposal": (
        f"""NEW.seal <> {_NEXT_SEAL} OR EXISTS (SELECT 1 FROM disposal
            WHERE record_id = NEW.record_id AND seal = NEW.seal)""",
        "a disposal is added under the next seal",
    ),
    "personal_text": (
        """EXISTS (SELECT 1 FROM personal_text
            WHERE record_id = NEW.record_id AND sequence = NEW.sequence)""",
        "personal words are there already",
    ),
    "calendar_version": (
        """NEW.place <> (SELECT coalesce(max(place), 0) + 1 FROM calendar_version
            WHERE name = NEW.name) OR EXISTS (SELECT 1 FROM calendar_version
            WHERE name = NEW.name AND version = NEW.version)""",
        "a calendar version is added at the end",
    ),
    "calendar_day": (
        """NEW.place > (SELECT days FROM calendar_version
            WHERE name = NEW.name AND place = NEW.calendar_place)
            OR NEW.place <> (SELECT coalesce(max(place), 0) + 1 FROM calendar_day
            WHERE name = NEW.name AND calendar_place = NEW.calendar_place)""",
        "a version of a calendar holds the days it came with",
    ),
}


def _sqlite() -> Iterator[Trigger]:
    for table, (unless, because) in _SQLITE_INSERTS.items():
        yield _sqlite_trigger(table, "insert", unless, because)
    for table in KEPT_FOR_GOOD:
        yield _sqlite_trigger(table, "update", "1", "history is never changed")
        yield _sqlite_trigger(table, "delete", "1", "history is never deleted")
    yield _sqlite_trigger("personal_text", "update", "1", "history is never changed")
    yield _sqlite_trigger(
        "personal_text",
        "delete",
        f"NOT {_DISPOSED_NOW}",
        "personal words are deleted by a recorded disposal alone",
    )


def _sqlite_trigger(table: str, event: str, when: str, because: str) -> Trigger:
    name = f"{table}_{event}_guard"
    statement = (
        f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW"
        f" WHEN {when} BEGIN SELECT RAISE(ABORT, 'casetrack: {because}'); END"
    )
    return Trigger(name=name, table=table, statements=(statement,))


# PostgreSQL. Keys cannot be gone round there, so an insert is looked at once a statement: an
# import of 600,000 facts by COPY is a few hundred.
_POSTGRESQL_INSERTS: Final = {
    "fact": (
        f"""EXISTS (SELECT 1 FROM added WHERE seal <> {_NEXT_SEAL})
            OR EXISTS (SELECT 1 FROM added WHERE sequence > 0 AND NOT EXISTS (SELECT 1 FROM fact
            WHERE fact.record_id = added.record_id AND fact.sequence = added.sequence - 1))""",
        "a fact is added at the end of its record, under the next seal",
    ),
    "seal": (
        """EXISTS (SELECT 1 FROM added
            WHERE fact_count <> (SELECT count(*) FROM fact WHERE fact.seal = added.number)
            OR (number > 1 AND NOT EXISTS (SELECT 1 FROM seal
            WHERE seal.number = added.number - 1)))""",
        "a seal is added at the end, over its own facts",
    ),
    "disposal": (
        f"EXISTS (SELECT 1 FROM added WHERE seal <> {_NEXT_SEAL})",
        "a disposal is added under the next seal",
    ),
    "calendar_version": (
        """EXISTS (SELECT 1 FROM added WHERE place > 1 AND NOT EXISTS (SELECT 1
            FROM calendar_version AS v WHERE v.name = added.name AND v.place = added.place - 1))""",
        "a calendar version is added at the end",
    ),
    "calendar_day": (
        """EXISTS (SELECT 1 FROM added WHERE place > (SELECT v.days FROM calendar_version AS v
            WHERE v.name = added.name AND v.place = added.calendar_place)
            OR (place > 1 AND NOT EXISTS (SELECT 1 FROM calendar_day AS d WHERE d.name = added.name
            AND d.calendar_place = added.calendar_place AND d.place = added.place - 1)))""",
        "a version of a calendar holds the days it came with",
    ),
}


def _postgresql() -> Iterator[Trigger]:
    for table, (unless, because) in _POSTGRESQL_INSERTS.items():
        yield _postgresql_trigger(
            table,
            "insert",
            "AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
            unless,
            because,
        )
    for table in (*KEPT_FOR_GOOD, "personal_text"):
        once = "BEFORE {event} ON {table} FOR EACH STATEMENT"
        yield _postgresql_trigger(table, "update", once, "TRUE", "history is never changed")
        yield _postgresql_trigger(table, "truncate", once, "TRUE", "history is never emptied")
        if table != "personal_text":
            yield _postgresql_trigger(table, "delete", once, "TRUE", "history is never deleted")
    yield _postgresql_trigger(
        "personal_text",
        "delete",
        "BEFORE DELETE ON {table} FOR EACH ROW",
        f"NOT {_DISPOSED_NOW}",
        "personal words are deleted by a recorded disposal alone",
    )


def _postgresql_trigger(table: str, event: str, on: str, when: str, because: str) -> Trigger:
    timing = on.format(table=table, event=event.upper())
    name = f"{table}_{event}_guard"
    returns = "OLD" if "EACH ROW" in on else "NULL"
    return Trigger(
        name=name,
        table=table,
        statements=(
            f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$
            BEGIN IF {when} THEN RAISE EXCEPTION 'casetrack: {because}'
            USING ERRCODE = 'integrity_constraint_violation'; END IF;
            RETURN {returns}; END $guard$""",
            f"CREATE TRIGGER {name} {timing} EXECUTE FUNCTION {name}()",
            # A session that switches ordinary triggers off keeps these.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ),
    )


SQLITE: Final = tuple(_sqlite())
POSTGRESQL: Final = tuple(_postgresql())


def triggers_for(connection: Connection) -> tuple[Trigger, ...]:
    """Return the triggers that a database of this engine must have."""
    return SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL


def recreate(connection: Connection) -> None:
    """Make every trigger anew and read them back. Raises CouldNot if one does not stand."""
    for trigger in triggers_for(connection):
        on = f" ON {trigger.table}" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
        for statement in trigger.statements:
            connection.exec_driver_sql(statement)
    if missing := missing_triggers(connection):
        raise CouldNot(
            f"The database does not keep its guards ({', '.join(missing)}), so a history could "
            f"be changed unseen. Nothing was altered; check the rights of the database user."
        )


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of triggers that are missing, switched off or not as they were made."""
    standing = _read_back(connection)
    return tuple(
        trigger.name
        for trigger in triggers_for(connection)
        if standing.get(trigger.name) != _as_read_back(connection, trigger)
    )


def _read_back(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        )
        return {row[0]: row[1] for row in rows}
    rows = connection.exec_driver_sql(
        "SELECT t.tgname,"
        " t.tgenabled::text || ' ' || pg_get_triggerdef(t.oid, true) || ' ' || p.prosrc"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
    )
    return {row[0]: row[1] for row in rows}


def _as_read_back(connection: Connection, trigger: Trigger) -> str:
    if connection.dialect.name == "sqlite":
        return trigger.statements[0]
    function, made, _ = trigger.statements
    return f"A {made} {function.split('$guard$')[1]}"

"""What the words of records are looked up in: FTS5 on SQLite, a tsvector on PostgreSQL.

Knows how both are made, kept in step with `search_text` and asked. Words come folded
(`casetrack.text`), and neither engine folds, splits or stems them again. What was typed only ever
travels as one bound value, put together from words of letters and figures.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, select, text

from casetrack.store import bulk
from casetrack.store.derived_rows import SEARCH_TEXT
from casetrack.store.tables import search_text
from casetrack.text import spellings

_MOST_TYPED: Final = 32
"""typed words that are looked up; the ones after them narrow nothing"""
_MOST_IN_ONE: Final = 32
"""words of one typed word, such as an address of a page, that are looked up"""
_FORGET: Final = (
    "INSERT INTO search_index (search_index, rowid, words)"
    " SELECT 'delete', record_id, words FROM search_text WHERE record_id = ?"
)
_LEARN: Final = "INSERT INTO search_index (rowid, words) VALUES (?, ?)"
_STORED: Final = select(search_text.c.record_id, search_text.c.words)
_MATCHED: Final = {
    "sqlite": select(literal_column("search_index.rowid"))
    .select_from(text("search_index"))
    .where(literal_column("search_index").op("MATCH")(bindparam("words"))),
    "postgresql": select(search_text.c.record_id).where(
        text("search_text.lexemes @@ CAST(:words AS tsquery)")
    ),
}


def put(connection: Connection, words: Sequence[tuple[int, str]]) -> None:
    """Put the words of some records in the place of what was stored.

    Words that stay the same are left alone: to index them again takes longer than all the rest.
    """
    asked = bulk.among(connection, search_text.c.record_id, [record_id for record_id, _ in words])
    stored: dict[int, str] = dict(map(tuple, connection.execute(_STORED.where(asked))))
    changed = [(record_id, said) for record_id, said in words if stored.get(record_id, "") != said]
    _remove(connection, [record_id for record_id, _ in changed if record_id in stored])
    _add(connection, [(record_id, said) for record_id, said in changed if said])


def _add(connection: Connection, words: Sequence[tuple[int, str]]) -> None:
    bulk.insert(connection, search_text, ("record_id", *SEARCH_TEXT.columns), words)
    if connection.dialect.name == "sqlite" and words:
        connection.exec_driver_sql(_LEARN, list(words))


def _remove(connection: Connection, record_ids: Sequence[int]) -> None:
    if not record_ids:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_FORGET, [(record_id,) for record_id in record_ids])
    bulk.delete(connection, search_text, record_ids)


def clear(connection: Connection) -> None:
    """Take away the words of every record."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM search_text")


def renew(connection: Connection) -> None:
    """Make the index anew from the words that are stored."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('rebuild')")


def searchable(words: str) -> bool:
    """Say whether there is any word in what was typed; without one nothing is found."""
    return bool(spellings(words))


def having(dialect: str, column: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a record has the words bound as `words`, from `asked_for`."""
    matched: Select[Any] = _MATCHED[dialect]
    return column.in_(matched)


def asked_for(connection: Connection, typed: str) -> str:
    """Return typed words in the engine's own language: all of them, the last as a beginning.

    Each is looked up in every way it may be on record; see `text.spellings`.
    """
    sqlite = connection.dialect.name == "sqlite"
    both, either = (" AND ", " OR ") if sqlite else (" & ", " | ")
    quote, beginning = ('"', "*") if sqlite else ("'", ":*")
    found = spellings(typed)
    found = found[: _MOST_TYPED - 1] + found[-1:] if len(found) > _MOST_TYPED else found
    parts = []
    for place, ways in enumerate(found, 1):
        last = beginning if place == len(found) else ""
        said = (
            both.join(f"{quote}{word}{quote}" for word in way[:_MOST_IN_ONE]) + last for way in ways
        )
        parts.append(either.join(f"({way})" for way in said))
    return both.join(f"({part})" for part in parts)

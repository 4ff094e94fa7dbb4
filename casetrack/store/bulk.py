"""Many rows at once: executemany on SQLite, COPY on PostgreSQL.

Knows columns and rows, not what they mean.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Connection, Table, any_, literal

_WORTH_A_COPY: Final = 50


def insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, each with its values in the order of `columns`."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= _WORTH_A_COPY:
        _copy(connection, table, columns, rows)
    else:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        statement = _insert_statement(table.name, tuple(columns), mark)
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])


@cache
def _insert_statement(table: str, columns: tuple[str, ...], mark: str) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join([mark] * len(columns))
    return f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608 - our own names


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    named = ", ".join(f'"{column}"' for column in columns)
    driver: Any = connection.connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {table.name} ({named}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def delete(connection: Connection, table: Table, record_ids: Sequence[int]) -> None:
    """Delete the rows of some records."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE record_id = ANY(%s)",  # noqa: S608 - our own name
            (list(record_ids),),
        )
    else:
        connection.exec_driver_sql(
            f"DELETE FROM {table.name} WHERE record_id = ?",  # noqa: S608 - our own name
            [(record_id,) for record_id in record_ids],
        )


def among(
    connection: Connection, column: ColumnElement[Any], values: Sequence[Any]
) -> ColumnElement[bool]:
    """Return the condition that a column is one of some hundred values.

    PostgreSQL gets them as one value: its driver takes long over hundreds of them.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(values)


def look_over(connection: Connection) -> None:
    """Let PostgreSQL count what its tables hold by now, or it reads new ones the slow way."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "ANALYZE record, fact, seal, personal_text, case_summary, case_stage, clock,"
            " occurrence, search_text"
        )

"""Tables brought from one revision to the next, through Alembic.

Every way a table changes goes through `upgrade`: it holds the lock, makes the guards anew after
the last step, reads them back, and looks at every foreign key before anything is saved.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from casetrack.domain.errors import CouldNot
from casetrack.store import engine as engines
from casetrack.store import triggers

_HERE: Final = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, more: Sequence[Path] = ()) -> None:
    """Bring a database's tables to the newest revision, or leave it as it was.

    `more` are further folders with revisions. Raises CouldNot where the guards do not stand
    afterwards or a foreign key is broken.
    """
    with engines.migrating(engine) as connection:
        command.upgrade(config(connection, more), "heads")
        triggers.recreate(connection)
        _check_foreign_keys(connection)


def config(connection: Connection | None, more: Sequence[Path] = ()) -> Config:
    """Return what Alembic has to know: where the steps are, and the connection to take them on."""
    said = Config()
    said.set_main_option("script_location", _escaped(_HERE))
    folders = [_HERE / "versions", *more]
    said.set_main_option("path_separator", "newline")
    said.set_main_option("version_locations", "\n".join(map(_escaped, folders)))
    said.attributes["connection"] = connection
    return said


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL has looked at them all along
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise CouldNot(
            f"Bringing the tables up to date would leave a row of {broken[0]} without its "
            f"{broken[2]}. Nothing was altered; run `casetrack check` on the database."
        )

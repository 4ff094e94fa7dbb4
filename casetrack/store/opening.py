"""Databases made, opened and brought up to date.

Knows which revision of the tables a database has. Alembic is imported only where tables change.
"""

import os
from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL

from casetrack.domain.errors import CouldNot
from casetrack.store import engine as engines
from casetrack.store.schema import HEAD, REVISIONS
from casetrack.store.store import Store


def open_store(url: str) -> Store:
    """Open a database that is there and current.

    Raises SettingsError for an address casetrack cannot use, CouldNot with the cure for everything
    else: no database there, tables of another version, no driver, no answer.
    """
    parts = engines.parsed(url)
    engine = _engine_for(parts)
    try:
        _check_current(engine, parts)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _check_current(engine: Engine, parts: URL) -> None:
    revision = revision_of(engine)
    if revision is None:
        raise CouldNot(
            f"There is no casetrack database in {engines.called(parts)}: run `casetrack init`."
        )
    check_known(revision, parts)
    if revision != HEAD:
        raise CouldNot(
            f"{engines.called(parts)} was made by an older casetrack (tables {revision}; this one "
            f"needs {HEAD}): keep a copy of it, then run `casetrack migrate`."
        )


def create_store(url: str) -> Store:
    """Make a database, or bring one that is there up to date, and open it.

    The file is made for its owner alone (0600), as is every folder made on the way (0700).
    Raises as `open_store` does.
    """
    parts = engines.parsed(url)
    if parts.get_backend_name() == "sqlite":
        _make_file(parts)
    migrate_store(url)
    return open_store(url)


def migrate_store(url: str) -> tuple[str, str]:
    """Bring a database up to date; return the revisions of its tables before ("": none) and after.

    Raises as `open_store` does.
    """
    from casetrack.store.migrating import upgrade  # Alembic takes longer to load than most commands

    parts = engines.parsed(url)
    engine = _engine_for(parts)
    try:
        before = revision_of(engine)
        if before is None:
            _check_empty(engine, parts)
        else:
            check_known(before, parts)
        upgrade(engine)
        return before or "", revision_of(engine) or ""
    finally:
        engine.dispose()


def _check_empty(engine: Engine, parts: URL) -> None:
    """Raise CouldNot for another program's database: casetrack's tables do not belong there."""
    with engines.reading(engine) as connection:
        tables = inspect(connection).get_table_names()
    if tables:
        raise CouldNot(
            f"{engines.called(parts)} holds another program's tables ({', '.join(tables[:3])}): "
            "name a database of casetrack's own in the settings."
        )


def _engine_for(parts: URL) -> Engine:
    if parts.get_backend_name() == "sqlite":
        path = Path(parts.database or "")
        engines.refuse_network_file(parts)
        if not path.exists():
            raise CouldNot(f"There is no database at {path}: run `casetrack init`.")
        if not path.is_file():
            raise CouldNot(f"{path} is no file, so it is no database: check [database] url.")
    return engines.made_engine(parts)


def revision_of(engine: Engine) -> str | None:
    """Return the revision of a database's tables, None where it has none of ours."""
    with engines.reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if found is None else str(found)


def check_known(revision: str, parts: URL) -> None:
    """Raise CouldNot for a database with tables newer than this casetrack."""
    if revision not in REVISIONS:
        raise CouldNot(
            f"{engines.called(parts)} was made by a newer casetrack (tables {revision}; this one "
            f"knows up to {HEAD}): bring this casetrack up to date."
        )


def _make_file(parts: URL) -> None:
    path = Path(parts.database or "")
    engines.refuse_network_file(parts)
    try:
        missing = [folder for folder in path.absolute().parents if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise CouldNot(
            f"{path} cannot be made ({error.strerror}): choose another place in [database] url."
        ) from error

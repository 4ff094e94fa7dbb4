"""How the two engines are spoken to: connections, settings of SQLite, locks, what went wrong.

Knows SQLite and PostgreSQL, never a table of ours. Every difference between the two that is not
in a statement is here.
"""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from casetrack.domain.errors import CasetrackError, Conflict, CouldNot, SettingsError

BUSY_SECONDS: Final = 30
_CONNECT_SECONDS: Final = 10
# SQLite before this one can corrupt a file in WAL mode when two processes write.
TURN_SECONDS: Final = 120
"""how long a writer waits for its turn; an import of 100,000 complaints saves in less"""
_STRICT_TABLES: Final = (3, 37, 0)
_WAL_IS_SOUND: Final = (3, 51, 3)
_NETWORK_FILE_SYSTEMS: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "davfs"),
        *("ceph", "lustre", "gpfs", "vboxsf", "prl_fs"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs"),
    }
)
# Any number will do that nobody else on the server uses: it stands for "writing a seal".
_SEAL_LOCK: Final = 0x63617365
_COMMAND_LOCK: Final = 0x636F6D6D
# Of PostgreSQL: a key is there already, a transaction that cannot be put in order, a deadlock.
_SOMEBODY_ELSE: Final = frozenset({"23505", "40001", "40P01"})


def parsed(url: str) -> URL:
    """Return a database address in parts. Raises SettingsError for one casetrack cannot use."""
    try:
        parts = make_url(url)
    except ArgumentError:
        raise SettingsError(
            "[database] url is no database address: write sqlite:///casetrack.db or "
            "postgresql+psycopg://user@host/name."
        ) from None
    backend = parts.get_backend_name()
    if backend == "postgresql":
        return parts.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise SettingsError(
            f'[database] url begins with "{backend}": casetrack works on sqlite and postgresql.'
        )
    if not parts.database or parts.database == ":memory:":
        raise SettingsError(
            "[database] url names no file, so nothing would be kept: write sqlite:///casetrack.db."
        )
    return parts


def called(url: URL) -> str:
    """Return what a database is called in a message: its file, or where it is; no password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.database or url.username} on {url.host or 'this machine'}" + (
        f":{url.port}" if url.port else ""
    )


def made_engine(url: URL) -> Engine:
    """Return the engine for an address; connects to nothing.

    Raises CouldNot where the driver for PostgreSQL is not installed.
    """
    if url.get_backend_name() == "sqlite":
        if sqlite3.sqlite_version_info < _STRICT_TABLES:
            raise CouldNot(
                f"This Python comes with SQLite {sqlite3.sqlite_version}; casetrack needs 3.37 or "
                "newer. Use a newer Python, or a PostgreSQL database."
            )
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        return create_engine(
            url, connect_args={"connect_timeout": _CONNECT_SECONDS}, hide_parameters=True
        )
    except ModuleNotFoundError as error:
        raise CouldNot(
            "The driver for PostgreSQL is not installed: run "
            "`pip install 'psycopg[binary]'`, then try again."
        ) from error


def journal_mode() -> str:
    """Return the journal mode that is safe with this machine's SQLite."""
    return "wal" if sqlite3.sqlite_version_info >= _WAL_IS_SOUND else "delete"


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; `_begin_sqlite` does
    mode = journal_mode()
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
    # What is written stays in memory until it is saved, for SQLite locks readers out as soon as it
    # writes any of it. Set here: inside a transaction it has no effect, and no error says so.
    connection.execute("PRAGMA cache_spill = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database and changes nothing."""
    with connected(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that is saved at the end, or not at all.

    On SQLite one process after the other: the lock on `<db>.lock` is fair, which asking SQLite
    again and again is not.
    """
    with _file_lock(engine.url), connected(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


@contextlib.contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Give a connection as `writing` does, with foreign keys not looked at on SQLite.

    A table that is rebuilt is gone for a moment, and its rows must not go with it.
    """
    with _file_lock(engine.url), connected(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection = connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                lock_seals(connection)
                yield connection
        finally:
            if engine.dialect.name == "sqlite":
                _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Switch them at the driver: inside a transaction SQLite does not hear it."""
    driver: Any = connection.connection
    driver.execute(f"PRAGMA foreign_keys = {state}")


@contextlib.contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """Give a connection; what the database says is wrong becomes a CouldNot with the cure."""
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise in_words(error, engine.url) from error
    except sqlite3.Error as error:  # met where the driver is used directly
        raise _sqlite_in_words(str(error), engine.url) from error


@contextlib.contextmanager
def _file_lock(url: URL) -> Iterator[None]:
    if url.get_backend_name() != "sqlite":
        yield
        return
    path = Path(f"{os.path.realpath(url.database or '')}.lock")
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CouldNot(
            f"{path} cannot be opened ({error.strerror}), so nothing was saved: "
            f"casetrack has to be able to write to the database's folder."
        ) from error
    try:
        _take_turn(file, path)
        yield
    finally:
        os.close(file)


def _take_turn(file: int, path: Path) -> None:
    """Wait for the lock, first come first served; say so when somebody never lets go of it."""
    import fcntl  # not on every system, and PostgreSQL needs none

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # The wait itself is the operating system's, which is fair; a thread keeps its time. The
        # copy of the file is closed by whoever comes last, and the lock goes with it.
        waiting = os.dup(file)
        taken = threading.Event()

        def wait() -> None:
            fcntl.flock(waiting, fcntl.LOCK_EX)
            taken.set()
            os.close(waiting)

        threading.Thread(target=wait, daemon=True).start()
        if not taken.wait(TURN_SECONDS):
            raise CouldNot(
                f"Another program has held {path} for {TURN_SECONDS} seconds, so nothing was "
                "saved. Wait for it to finish, or end it, then try again."
            ) from None


def lock_seals(connection: Connection) -> None:
    """Wait until nobody else writes a seal; on SQLite nobody else writes at all."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SEAL_LOCK})")


def lock_command(connection: Connection, command_id: str) -> None:
    """Wait until nobody else carries out the same command."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_COMMAND_LOCK, command_id)
        )


def refuse_network_file(url: URL) -> None:
    """Raise CouldNot for a SQLite file on a network file system, whose locks cannot be trusted."""
    path = os.path.realpath(url.database or "")
    kind = "a network share" if path.startswith("\\\\") else _network_file_system(path)
    if kind:
        raise CouldNot(
            f"{url.database} lies on {kind}, where SQLite loses data when two machines write. "
            f"Put it on a disk of this machine; several machines share a PostgreSQL database "
            f"([database] url = postgresql+psycopg://…)."
        )


def _network_file_system(path: str) -> str:
    """Return the network file system a path lies on, "" for none or where nobody can tell."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    found, kind = "", ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        point = left.split(" ")[4].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(found):
            found, kind = point, right.split(" ")[0]
    return kind if kind in _NETWORK_FILE_SYSTEMS else ""


def in_words(error: DBAPIError, url: URL) -> CasetrackError:
    """Return what a database error means for the person who asked."""
    # The primary message alone: the detail of PostgreSQL's repeats the row, personal words too.
    said = getattr(getattr(error.orig, "diag", None), "message_primary", None) or str(error.orig)
    if url.get_backend_name() == "sqlite":
        return _sqlite_in_words(said, url)
    state = getattr(error.orig, "sqlstate", None)
    where = called(url)
    if state in _SOMEBODY_ELSE:
        return Conflict(
            "Somebody else changed the same records at the same moment; nothing was saved: "
            "try again."
        )
    if state is not None and state.startswith("53"):
        return CouldNot(f"The server of {where} has no room left; nothing was saved: {said}")
    if state == "42501":
        return CouldNot(f"The database user may not do this on {where}: {said}")
    if state is None and isinstance(error, OperationalError):
        return _unreachable(said, url)
    return CouldNot(f"{where} refused; nothing was saved: {said}")


def _unreachable(said: str, url: URL) -> CouldNot:
    where = called(url)
    if f'database "{url.database}" does not exist' in said:
        return CouldNot(
            f"There is no database {where}: have it made (`createdb {url.database}`), "
            f"then run `casetrack init`."
        )
    if "FATAL:" in said or "no password supplied" in said:
        refusal = said.rpartition("FATAL:")[2].strip().splitlines()[0]
        return CouldNot(
            f"The server of {where} refused {url.username or 'the user'} ({refusal}): check user "
            f"and password (CASETRACK_DATABASE_URL, or PGPASSWORD)."
        )
    return CouldNot(
        f"PostgreSQL does not answer for {where}: check that the server runs, its address in "
        f"[database] url, and the network between."
    )


def _sqlite_in_words(said: str, url: URL) -> CouldNot:
    where = called(url)
    if "locked" in said or "busy" in said:
        return CouldNot(
            f"{where} was in use for more than {BUSY_SECONDS} seconds; nothing was saved. Close "
            f"whatever else has it open (a backup, a database browser), then try again."
        )
    if "full" in said:
        return CouldNot(f"The disk of {where} is full; nothing was saved. Make room, try again.")
    if "not a database" in said or "malformed" in said or "not decode" in said:
        return CouldNot(
            f"{where} is damaged or no casetrack database. Do not write to it: restore the "
            f"newest backup of the file."
        )
    if "no such module: fts5" in said:
        return CouldNot(
            "This Python's SQLite was built without full-text search (FTS5), which finds cases by "
            "their words. Use another Python, or a PostgreSQL database."
        )
    if "readonly" in said or "unable to open" in said:
        return CouldNot(
            f"{where} cannot be opened for writing; nothing was saved: casetrack has to be able "
            f"to write to the file and to its folder."
        )
    return CouldNot(f"{where} refused; nothing was saved: {said}")

"""Databases made and opened; each thing that stands in the way says what to do about it."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import insert
from sqlalchemy.engine import make_url
from store_samples import CASE, FACTS, writing

from casetrack.domain.errors import CouldNot, SettingsError
from casetrack.store import Store, create_store, open_store
from casetrack.store import engine as engines
from casetrack.store.schema import HEAD
from casetrack.store.tables import fact


def test_a_database_and_its_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "deep" / "casetrack.db"
    with create_store(f"sqlite:///{file}") as store, writing(store) as command:
        command.append(CASE, FACTS, calendar_version="")
        assert {_mode(each) for each in file.parent.iterdir()} == {0o600}
    assert _mode(file) == 0o600
    assert _mode(file.parent) == _mode(file.parent.parent) == 0o700


def _mode(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def test_on_sqlite_every_connection_is_set_to_lose_nothing(sqlite_template: Path) -> None:
    with open_store(f"sqlite:///{sqlite_template}") as store, store.read() as reading:
        said = {
            pragma: reading.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            for pragma in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "busy_timeout",
                "cache_spill",
            )
        }
    sound = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert said == {
        "journal_mode": "wal" if sound else "delete",
        "synchronous": 2 if sound else 3,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "cache_spill": 0,
    }


def test_no_database_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CouldNot, match=r"There is no database at .*casetrack init"):
        open_store(f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_says_how_to_fill_it(tmp_path: Path, postgresql_server: str) -> None:
    (tmp_path / "empty.db").touch()
    for url in (f"sqlite:///{tmp_path}/empty.db", postgresql_server):
        with pytest.raises(CouldNot, match=r"There is no casetrack database in .*casetrack init"):
            open_store(url)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(CouldNot, match="is no file"):
        open_store(f"sqlite:///{tmp_path}")


@pytest.mark.parametrize(
    "contents", [b"Reference,Received\n" * 400, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_file_that_is_something_else_or_damaged_says_so(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "casetrack.db"
    file.write_bytes(contents)
    with pytest.raises(CouldNot, match="damaged or no casetrack database"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == contents


@pytest.mark.parametrize(
    ("revision", "says"),
    [("0000", "by a newer casetrack"), ("9999", "by a newer casetrack")],
)
def test_tables_of_another_casetrack_are_not_touched(
    database_url: str, revision: str, says: str
) -> None:
    _run(database_url, f"UPDATE alembic_version SET version_num = '{revision}'")
    with pytest.raises(CouldNot, match=f"{says}.*{HEAD}"):
        open_store(database_url)
    with pytest.raises(CouldNot, match=says):
        create_store(database_url)


def test_older_tables_say_to_migrate(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casetrack.store.opening.REVISIONS", (HEAD, "9999"))
    monkeypatch.setattr("casetrack.store.opening.HEAD", "9999")
    with pytest.raises(CouldNot, match=r"by an older casetrack .*run `casetrack migrate`"):
        open_store(database_url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("casetrack.db", "is no database address"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("mysql://localhost/x", 'begins with "mysql"'),
    ],
)
def test_an_address_casetrack_cannot_use_says_what_to_write(url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        open_store(url)


def test_a_network_file_system_is_refused_and_postgresql_named(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shutil.copy(sqlite_template, tmp_path / "casetrack.db")
    mounts = (
        f"1 0 8:1 / / rw - ext4 /dev/vda rw\n2 1 0:9 / {tmp_path} rw shared:1 - nfs4 nas:/x rw\n"
    )
    read_text = Path.read_text

    def mounted(path: Path, *args: Any, **kwargs: Any) -> str:
        if path == Path("/proc/self/mountinfo"):
            return mounts
        return read_text(path, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", mounted)
    for use in (open_store, create_store):
        with pytest.raises(CouldNot, match=r"lies on nfs4.*PostgreSQL"):
            use(f"sqlite:///{file}")
    open_store(f"sqlite:///{sqlite_template}").close()


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CouldNot, match="cannot be made"):
        create_store(f"sqlite:///{tmp_path}/file/casetrack.db")


def test_without_its_driver_postgresql_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CouldNot, match=r"pip install 'psycopg\[binary\]'"):
        open_store("postgresql://localhost/casetrack")


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(CouldNot) as told:
        open_store("postgresql://jb:sesame@127.0.0.1:1/casetrack")
    assert "casetrack on 127.0.0.1:1" in str(told.value)
    assert "check that the server runs" in str(told.value)
    assert "sesame" not in str(told.value)


def test_a_database_the_server_does_not_have_says_how_to_make_it(postgresql_server: str) -> None:
    url = make_url(postgresql_server).set(database="nowhere")
    with pytest.raises(CouldNot, match=r"There is no database nowhere .*createdb nowhere"):
        open_store(url.render_as_string(hide_password=False))


def test_a_user_the_server_does_not_let_in_is_told_to_check(postgresql_server: str) -> None:
    _run(postgresql_server, "DROP ROLE IF EXISTS auditor", "CREATE ROLE auditor NOLOGIN")
    url = make_url(postgresql_server).set(username="auditor", password="sesame")
    with pytest.raises(CouldNot, match=r"refused auditor \(role") as told:
        open_store(url.render_as_string(hide_password=False))
    assert "sesame" not in str(told.value)


def test_a_store_shows_where_it_is_and_never_its_password(database_url: str) -> None:
    with open_store(database_url) as store:
        assert make_url(store.url).database == make_url(database_url).database
    url = make_url("postgresql+psycopg://jb:sesame@localhost/x")
    store = Store(engines.made_engine(url))
    assert "sesame" not in store.url
    assert "sesame" not in repr(store)


def test_importing_the_store_loads_neither_alembic_nor_a_driver() -> None:
    program = (
        "import sys; import casetrack.store; "
        "print(sorted({'alembic', 'holidays', 'psycopg', 'apscheduler'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout.strip() == "[]", said.stderr


def test_a_refused_row_is_not_repeated_in_the_message(store: Store) -> None:
    """PostgreSQL's detail of a failed check holds the whole row, the resident's name too."""
    row = {"record_id": 1, "sequence": 0, "body": "Mx Example", "seal": 1}

    def refused() -> None:
        with writing(store) as command:
            command.connection.execute(insert(fact), {**row, "prev_hash": b"", "hash": b""})

    with pytest.raises(CouldNot, match="nothing was saved") as told:
        refused()
    assert "Example" not in str(told.value)


def _run(database_url: str, *statements: str) -> None:
    url = engines.parsed(database_url)
    raw: Any = (
        sqlite3.connect(str(url.database), isolation_level=None)
        if url.get_backend_name() == "sqlite"
        else psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False),
            autocommit=True,
        )
    )
    for statement in statements:
        raw.execute(statement)
    raw.close()

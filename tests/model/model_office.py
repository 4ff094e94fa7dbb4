"""A landlord's office with casetrack in it: acts go in through the service, rows are read back raw.

What casetrack keeps is read by the database's own driver, so that nothing of casetrack's stands
between the test and the rows.
"""

import contextlib
import hashlib
import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple, Self

import psycopg
from landlord import Landlord
from model_acts import ROLES
from model_clocks import Act, Clock
from sqlalchemy import event
from sqlalchemy.engine import make_url

from casetrack.bootstrap import Casetrack, wired
from casetrack.domain.codec import from_plain
from casetrack.domain.facts import Fact
from casetrack.editions import load_editions
from casetrack.service.orders import Order, Recorded
from casetrack.settings import load_settings
from casetrack.store import open_store

MATRIX = """
[[sign_off]]
stage = 1
by = "anybody"
[[sign_off]]
stage = 2
by = "manager"
"""
_NUMBERS = itertools.count(1)


class Objected(NamedTuple):
    """What casetrack says stands against an act."""

    kind: str
    code: str
    provision: str
    n: int


def objected(recorded: Recorded) -> frozenset[Objected]:
    """Return what stands against an act, as values the model has too."""
    return frozenset(
        Objected(each.kind.value, each.code, each.provision, each.sequence)
        for each in recorded.objections
    )


def as_fact(act: Act) -> Fact:
    """Return an act as the fact that casetrack records."""
    fields = {name: _plain(value) for name, value in act.items() if name not in ("kind", "on")}
    return from_plain(act["kind"], act["on"], fields)


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case {"on": on, **fields}:
            plain = {name: _plain(inside) for name, inside in fields.items()}
            return {**plain, "happened_on": on.isoformat()}
        case _:
            return value


class Office:
    """One database with one case on it, and a second pair of eyes on its rows."""

    def __init__(self, casetrack: Casetrack, rows: "Rows") -> None:
        self.casetrack = casetrack
        self.rows = rows
        self.reference = ""

    def order(self, *acts: Act, today: date, who: str, **more: Any) -> Order:
        """Return acts as one command; the first one opens the case."""
        return Order(
            kind="case",
            reference=self.reference,
            facts=tuple(map(as_fact, acts)),
            account=who,
            at=datetime.combine(today, time(12), UTC),
            command_id=f"command {next(_NUMBERS)}",
            **more,
        )

    def record(self, order: Order) -> Recorded:
        """Record a command, or hear what stands against it."""
        recorded = self.casetrack.recording.record(order)
        if recorded.saved:
            self.reference = recorded.name.reference
        return recorded


class Rows:
    """The rows of a database, read by its own driver."""

    def __init__(self, connection: Any) -> None:
        self._all = connection.execute
        self.sqlite = isinstance(connection, sqlite3.Connection)
        self.connection = connection

    def state(self, reference: str) -> tuple[str, str]:
        """Return where a case stands, and whose it is."""
        found: tuple[str, str] = self._all(
            f"SELECT state, handler FROM case_summary WHERE reference = '{reference}'"
        ).fetchone()
        return found

    def clocks(self, reference: str) -> dict[tuple[str, int], Clock]:
        """Return the clocks of a case by key and the act that started each."""
        rows = self._all(
            "SELECT key, started_by, due_on, settled, extended FROM clock"
            f" WHERE record_kind = 'case' AND reference = '{reference}'"
        ).fetchall()
        return {
            (key, by): Clock(date.fromordinal(due), settled, bool(extended))
            for key, by, due, settled, extended in rows
        }

    def changed(self) -> object:
        """Return something that differs as soon as anything was saved.

        On SQLite the counter in the head of the file: every transaction that changes a page raises
        it, and a connection sees in `data_version` what others have saved, whichever table it was.
        On PostgreSQL everything there is, for it has no such counter.
        """
        if self.sqlite:
            return self._all("PRAGMA data_version").fetchone()[0]
        return self.everything()

    def everything(self) -> str:
        """Return a digest of every row of every table."""
        digest = hashlib.sha256()
        for table in self._tables():
            if self.sqlite:
                rows = self._all(f'SELECT * FROM "{table}"').fetchall()
                digest.update(repr((table, rows)).encode())
            else:
                found = self._all(
                    f"SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {table} t"
                )
                digest.update(repr((table, found.fetchone())).encode())
        return digest.hexdigest()

    def _tables(self) -> list[str]:
        where = (
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            if self.sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [row[0] for row in self._all(where).fetchall()]


def staffed(landlord: Landlord) -> None:
    """Register everybody who works at a landlord; a manager comes first."""
    with landlord.opened() as casetrack:
        for name in sorted(ROLES, key=lambda name: ROLES[name] != "manager"):
            fields = {"handle": name, "account": name, "role": ROLES[name]}
            recorded = casetrack.recording.record(
                Order(
                    kind="landlord",
                    reference="landlord",
                    facts=(from_plain("user-registered", date(2020, 1, 6), fields),),
                    account="mia",
                    at=datetime(2020, 1, 6, 12, tzinfo=UTC),
                    command_id=f"register {name}",
                )
            )
            assert recorded.saved


class Copies:
    """Offices on one SQLite file, which is put back as it was for every history.

    The engine stays, for its statements are made once for all histories.
    """

    def __init__(self, landlord: Landlord, file: Path) -> None:
        self._fresh = file
        self.file = file.with_name("in-use.db")
        """the one in use"""
        self._settings = load_settings(landlord.config)
        self._editions = load_editions()
        self._folder = landlord.folder
        shutil.copy(self._fresh, self.file)
        self._store = open_store(f"sqlite:///{self.file}")
        engine = self._store._engine
        # A power cut is not what is tested here.
        quick = "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY"
        event.listen(engine, "connect", lambda driver, _: driver.executescript(quick))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    @contextmanager
    def office(self) -> Iterator[Office]:
        """Give an office with an empty database."""
        self._store.close()  # lets go of its connections; it can be asked again
        shutil.copy(self._fresh, self.file)
        with contextlib.closing(sqlite3.connect(self.file, isolation_level=None)) as rows:
            casetrack = wired(self._settings, self._editions, self._store, self._folder)
            yield Office(casetrack, Rows(rows))


@contextmanager
def on_postgresql(landlord: Landlord, url: str) -> Iterator[Office]:
    """Give an office on a server; every history is another case of its database."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with landlord.opened() as casetrack, psycopg.connect(address, autocommit=True) as rows:
        yield Office(casetrack, Rows(rows))

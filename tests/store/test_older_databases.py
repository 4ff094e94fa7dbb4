"""A database made by an older casetrack goes on: its history as it was, what is new worked out."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from store_samples import CASE, OTHER, record_some, writing

from casetrack.domain.errors import CouldNot
from casetrack.store import (
    CaseFilter,
    CaseSummary,
    Condition,
    Derived,
    Store,
    migrate_store,
    open_store,
    triggers,
)
from casetrack.store import engine as engines
from casetrack.store.migrating import config
from casetrack.store.schema import HEAD
from casetrack.store.triggers import missing_triggers
from casetrack.store.verify import verify

_NUMBERS = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        path = tmp_path / "older.db"
        path.touch()
        yield f"sqlite:///{path}"
        return
    server = make_url(request.getfixturevalue("postgresql_server"))
    name = f"older_{next(_NUMBERS)}"
    with psycopg.connect(
        server.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        url = server.set(drivername="postgresql+psycopg", database=name)
        yield url.render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _made(url: str, revision: str) -> Engine:
    engine = engines.made_engine(engines.parsed(url))
    with engines.migrating(engine) as connection:
        command.upgrade(config(connection), revision)
        triggers.recreate(connection)
    return engine


def _summarised(engine: Engine, reference: str, record_id: int) -> None:
    """Keep a summary as the first casetrack did."""
    with engines.writing(engine) as connection:
        connection.exec_driver_sql(
            "INSERT INTO case_summary (record_id, reference, received_on, resident, channel,"
            " tenure, category, service_area, handler, stage, state, edition, entries, findings,"
            f" compensation_pence, responded) VALUES ({record_id}, '{reference}', 739244,"
            " 'Żofia Próba', 'phone', 'LCRA', 'Repairs', '', 'JB', 2, 'open', '2024', 3, 1,"
            " 12345678901, 1)"
        )


def test_a_database_of_the_first_tables_is_brought_up_to_date_with_all_it_holds(
    empty_url: str,
) -> None:
    engine = _made(empty_url, "0001")
    first = Store(engine)
    record_some(first, records=2, facts_each=2)
    for record_id, name in enumerate((CASE, OTHER), 1):
        _summarised(engine, name.reference, record_id)
    with writing(first) as command_:
        command_.set_derivation("older rules")
    with first.read() as reading:
        before = list(reading.histories())
    first.close()
    with pytest.raises(CouldNot, match="run `casetrack migrate`"):
        open_store(empty_url)

    assert migrate_store(empty_url) == ("0001", HEAD)

    with open_store(empty_url) as store:
        with store.read() as reading:
            assert list(reading.histories()) == before
            assert list(verify(reading)) == []
            assert missing_triggers(reading.connection) == ()
            kept = reading.derived(CASE)
            assert kept.words == ""
            assert kept.summary is not None
            assert (kept.summary.resident, kept.summary.compensation_pence) == (
                "Żofia Próba",
                12_345_678_901,
            )
            assert (kept.summary.cause, kept.summary.recorded_late, kept.summary.missed) == (
                "",
                0,
                False,
            )
            # A rebuild is asked for; until then lists go on, and words find nothing.
            assert reading.derivation() is None
            assert len(reading.case_summaries([Condition("handler", "=", "JB")])) == 2
            assert len(reading.find(CaseFilter(handler="jb"))) == 2
            assert reading.find(CaseFilter(words="zofia")) == ()
        with writing(store) as command_:
            fresh = CaseSummary(reference=CASE.reference, received_on=None, cause="Delay")
            command_.replace_derived(CASE, Derived(summary=fresh, words="zofia proba"))
            command_.set_derivation("newer rules")
        with store.read() as reading:
            assert reading.find(CaseFilter(words="zofia", cause="delay")) == (fresh,)
            assert reading.derivation() == "newer rules"


def test_a_database_without_a_record_needs_no_rebuild(empty_url: str) -> None:
    first = Store(_made(empty_url, "0001"))
    with writing(first) as command_:
        command_.set_derivation("older rules")
    first.close()
    migrate_store(empty_url)
    with open_store(empty_url) as store, store.read() as reading:
        assert reading.derivation() == "older rules"

"""Tables change step by step, all or nothing, and the guards stand afterwards."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, create_engine, inspect
from store_samples import record_some

from casetrack.domain.errors import CouldNot
from casetrack.store import Store, create_store, migrate_store, open_store
from casetrack.store import engine as engines
from casetrack.store.migrating import config, upgrade
from casetrack.store.schema import REVISIONS
from casetrack.store.tables import Row
from casetrack.store.triggers import missing_triggers
from casetrack.store.verify import verify

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    connection = op.get_bind()
    on = " ON seal" if connection.dialect.name == "postgresql" else ""
    {what}
"""
ADDS_A_COLUMN = 'op.add_column("case_summary", sa.Column("mood", sa.Text()))'
LOSES_A_GUARD = 'op.execute("DROP TRIGGER seal_update_guard" + on)'
# Batch mode makes a table of SQLite's anew: its guards are gone without a word, and while the old
# one is dropped the facts belong to no record.
REBUILDS_RECORDS = """with op.batch_alter_table("record") as batch:
        batch.alter_column("reference", nullable=True)"""
# Never to be done to fact; the guards that look at it refuse as well.
REBUILDS_FACT = """with op.batch_alter_table("fact", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text()))"""
LOSES_A_RECORD = (
    'op.execute("DROP TRIGGER record_delete_guard" + on.replace("seal", "record")); '
    'op.execute("DELETE FROM record WHERE id = 1")'
)


def test_the_list_of_revisions_is_the_one_the_steps_give() -> None:
    steps = ScriptDirectory.from_config(config(None)).walk_revisions()
    assert tuple(step.revision for step in steps)[::-1] == REVISIONS


# An index is of an expression, and those are not read back.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_the_steps_make_the_tables_the_store_is_written_for(store: Store) -> None:
    with store.read() as reading:
        context = MigrationContext.configure(
            reading.connection, opts={"compare_type": True, "include_object": _compared}
        )
        assert compare_metadata(context, Row.metadata) == []
        found = inspect(reading.connection)
        for table in Row.metadata.sorted_tables:
            wanted = {
                str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)
            }
            checks = {str(each["name"]) for each in found.get_check_constraints(table.name)}
            assert checks == wanted, table.name


def test_on_postgresql_texts_are_compared_as_sqlite_compares_them(postgresql_template: str) -> None:
    with open_store(postgresql_template) as store, store.read() as reading:
        others = reading.connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'text'"
            " AND collation_name IS DISTINCT FROM 'C'"
        )
        assert others.all() == []


def _compared(_object: object, name: str | None, kind: str, *_more: object) -> bool:
    """Indexes are named in the steps alone, and what words are looked up in is each engine's."""
    return kind != "index" and not _of_search(name or "")


def _of_search(name: str) -> bool:
    return name == "lexemes" or name.startswith("search_index")


def test_on_sqlite_steps_and_tables_agree_to_the_letter(sqlite_template: Path) -> None:
    made = create_engine("sqlite://")
    Row.metadata.create_all(made)
    stepped = create_engine(f"sqlite:///{sqlite_template}")
    with made.connect() as wanted, stepped.connect() as found:
        assert _schema(found) == _schema(wanted)
    made.dispose()
    stepped.dispose()


def _schema(connection: Connection) -> dict[str, list[str]]:
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'"
    )
    return {
        row[0]: sorted(line.strip(", \t") for line in row[1].splitlines())
        for row in rows
        if not _of_search(row[0])
    }


def test_making_a_database_again_changes_nothing(store: Store, database_url: str) -> None:
    names = record_some(store, records=2, facts_each=2)
    create_store(database_url).close()
    assert migrate_store(database_url) == (REVISIONS[-1], REVISIONS[-1])
    with store.read() as reading:
        assert [name for name, _ in reading.histories()] == names


@pytest.mark.parametrize("what", [ADDS_A_COLUMN, LOSES_A_GUARD, REBUILDS_RECORDS])
def test_after_a_step_the_history_and_every_guard_still_stand(
    database_url: str, tmp_path: Path, what: str
) -> None:
    with open_store(database_url) as store:
        record_some(store, records=2, facts_each=2)
        with store.read() as reading:
            before = list(reading.histories())
    engine = engines.made_engine(engines.parsed(database_url))
    upgrade(engine, [_step(tmp_path, what)])
    with engines.reading(engine) as connection:
        assert missing_triggers(connection) == ()
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    engine.dispose()
    with pytest.raises(CouldNot, match=r"by a newer casetrack \(tables 9999"):
        open_store(database_url)
    with Store(engine).read() as reading:
        assert list(reading.histories()) == before
        assert list(verify(reading)) == []
    engine.dispose()


@pytest.mark.parametrize("what", [LOSES_A_RECORD, REBUILDS_FACT])
def test_a_step_that_would_break_a_key_or_the_history_is_taken_back_whole(
    database_url: str, tmp_path: Path, what: str
) -> None:
    with open_store(database_url) as store:
        record_some(store, records=2, facts_each=2)
    engine = engines.made_engine(engines.parsed(database_url))
    with pytest.raises(CouldNot, match=r"(?i)nothing was (altered|saved)"):
        upgrade(engine, [_step(tmp_path, what)])
    engine.dispose()
    with open_store(database_url) as store, store.read() as reading:
        assert list(verify(reading)) == []
        assert len(list(reading.histories())) == 2


def test_after_a_migration_foreign_keys_are_looked_at_again(database_url: str) -> None:
    engine = engines.made_engine(engines.parsed(database_url))
    upgrade(engine)

    def orphan() -> None:
        with engines.writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO disposal (record_id, seal) VALUES (77, 1)")

    with pytest.raises(CouldNot, match=r"(?i)foreign key"):
        orphan()
    engine.dispose()


def _step(folder: Path, what: str) -> Path:
    versions = folder / "steps"
    versions.mkdir()
    (versions / "9999_for_the_test.py").write_text(STEP.format(head=REVISIONS[-1], what=what))
    return versions

"""A log with cells that cannot be read for certain: every one is named, and nothing is saved."""

import json
from pathlib import Path

from landlord import BAD_INPUT, Landlord, landlord, row
from sqlalchemy import create_engine, inspect, text

DATA = Path(__file__).parent / "data"
LOG = DATA / "complaint-log-unreadable.csv"
EXPECTED = json.loads((DATA / "complaint-log-unreadable.expected.json").read_text("utf-8"))


def dump(there: Landlord) -> dict[str, list[str]]:
    """Everything that stands in the database, table by table."""
    engine = create_engine(there.url)
    try:
        with engine.connect() as connection:
            return {
                table: sorted(
                    str(tuple(each))
                    for each in connection.execute(text(f'SELECT * FROM "{table}"'))
                )
                for table in inspect(connection).get_table_names()
            }
    finally:
        engine.dispose()


def test_exactly_the_unreadable_cells_are_named_each_with_its_cure(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(row("ON RECORD"))
    before = dump(there)
    ran = there.run("import", LOG, "--json")
    assert ran.code == BAD_INPUT
    errors = ran.json["errors"]
    assert [{k: e[k] for k in ("row", "column", "value")} for e in errors] == EXPECTED
    assert all(error["cure"].strip() for error in errors)
    assert len({error["cure"] for error in errors}) > 4  # what is wrong with each, not one for all
    assert all(error["sheet"] for error in errors)
    assert (ran.json["imported"], ran.json["updated"]) == (0, 0)
    assert dump(there) == before


def test_a_person_is_told_each_cell_as_typed_and_that_nothing_was_saved(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.run("import", LOG)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert "Nothing was saved: 8 cells" in ran.err
    for cell in EXPECTED:
        assert any(f"row {cell['row']}, " in line and f'("{cell["value"]}")' in line
                   for line in ran.err.splitlines())  # fmt: skip
    assert "31/02/2025 is not a date: February 2025 has 28 days." in ran.err


def test_a_dry_run_names_the_same_cells(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url)
    ran = there.run("import", LOG, "--dry-run", "--json")
    assert ran.code == BAD_INPUT
    assert [e["row"] for e in ran.json["errors"]] == [cell["row"] for cell in EXPECTED]


def test_the_bytes_of_the_database_file_stay_what_they_were(tmp_path: Path) -> None:
    there = landlord(tmp_path, f"sqlite:///{tmp_path / 'casetrack.db'}").holds(row())
    before = (tmp_path / "casetrack.db").read_bytes()
    there.run("import", LOG)
    assert (tmp_path / "casetrack.db").read_bytes() == before

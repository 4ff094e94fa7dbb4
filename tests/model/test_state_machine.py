"""Histories as a hostile or hurried handler might write them, put to casetrack and to the model.

Every act goes through the service. What casetrack objects with has to be what the model objects
with: how, by which provision, against which entry. A refusal leaves the database as it was; after
what is recorded, every clock, the state of the case and its handler are the model's. And at the
end the history is sound, and what is kept beside it is what it gives.
"""

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from landlord import landlord, on_sqlite
from model_machine import Handling, Met
from model_office import MATRIX, Copies, Office, on_postgresql, staffed
from model_table import RULES

# Taken out of the environment: casetrack knows its own variables and refuses any other.
ASKED = int(os.environ.pop("CASETRACK_HISTORIES", "0"))
AT_A_TIME = 10
FEW = 5
"""rules that 500 histories may miss: some ask for three slips in a row"""


def _met_in(histories: int, offices: Any) -> Met:
    """Run so many different histories; return what they met.

    The same ones in every test run. CASETRACK_HISTORIES=5000 asks for as many others.
    Ten at a time, for after ten of a run hypothesis makes most of the others by changing a little
    of one it had. Each run has a name of its own, which is what its histories are drawn by.
    """
    met = Met()
    own = {"offices": staticmethod(offices), "met": met}
    for number in itertools.count():
        if len(met.histories) >= (ASKED or histories):
            break
        run_state_machine_as_test(
            type(f"Handling{number}", (Handling,), own),
            settings=settings(
                max_examples=AT_A_TIME,
                stateful_step_count=50,
                derandomize=not ASKED,
                database=None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    return met


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Copies]:
    """Offices on a SQLite file, a fresh one for every history."""
    office = on_sqlite(tmp_path, MATRIX)
    staffed(office)
    with Copies(office, tmp_path / "casetrack.db") as copies:
        yield copies


@pytest.mark.timeout(1800)  # a difference found is made as small as can be, which takes its time
def test_casetrack_and_the_model_agree_on_500_histories_of_50_steps(copies: Copies) -> None:
    met = _met_in(500, copies.office)
    never = sorted(RULES.keys() - met.rules.keys())
    assert len(never) <= FEW, f"no history comes near these rules any more: {never}"
    assert met.answered_twice >= 100, "too few histories come through both stages"


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_they_agree_on_a_server_as_well(tmp_path: Path, database_url: str) -> None:
    office = landlord(tmp_path, database_url, MATRIX)
    staffed(office)
    with on_postgresql(office, database_url) as opened:

        @contextlib.contextmanager
        def another_case() -> Iterator[Office]:
            yield opened

        _met_in(20, another_case)


def test_whatever_is_saved_is_seen_to_have_changed_something(copies: Copies) -> None:
    with copies.office() as office:
        rows = office.rows
        before, everything = rows.changed(), rows.everything()
        with contextlib.closing(sqlite3.connect(copies.file, isolation_level=None)) as other:
            assert rows.changed() == before
            for table in ("derivation", "fact", "seal", "record", "clock", "search_text"):
                other.execute("BEGIN IMMEDIATE")
                other.execute("INSERT INTO reference_counter VALUES (1999, 1)")
                other.execute("ROLLBACK")
                assert rows.changed() == before, "what was rolled back changed nothing"
                other.execute(f"CREATE TABLE more_{table} AS SELECT * FROM {table}")
                assert rows.changed() != before
                before = rows.changed()
        assert rows.everything() != everything

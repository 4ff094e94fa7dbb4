"""An import saves all of a log or nothing, whatever fails and whoever writes meanwhile."""

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from landlord import BAD_INPUT, COULD_NOT, DONE, FOUND, landlord, log_file, on_sqlite, row
from sqlalchemy import create_engine, text

from casetrack.cli.imports import ProgressBar
from casetrack.service.importing import ImportOrder


def at(errors: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(error["row"], error["column"]) for error in errors]


def test_a_dry_run_tells_what_would_come_of_it_and_saves_nothing(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    late = row(stage1_acknowledged="2024-06-12")  # Wed, due Mon 10 June
    tried = there.imports(late, row("C2"), options=("--dry-run",)).done()
    assert there.run("case", "show", "C1").code == BAD_INPUT
    assert there.run("digest", "--json").done().json["anchor"] is None
    assert tried.json == there.imports(late, row("C2")).done().json
    assert tried.json["imported"] == 2


def test_a_failure_while_saving_leaves_nothing_behind(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = landlord(tmp_path, database_url)
    rows = [row(f"C{number}") for number in range(600)]

    def fails_late(_bar: ProgressBar, phase: str, done: int, _total: int) -> None:
        if phase == "saving" and done >= 500:
            raise OSError("No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(ProgressBar, "__call__", fails_late)
        assert there.imports(*rows).code == COULD_NOT
    assert there.run("case", "show", "C0").code == BAD_INPUT
    assert there.run("check", "--json").done().json == []
    assert there.imports(*rows).done().json["imported"] == 600


def test_what_somebody_else_recorded_meanwhile_stays_and_the_log_is_judged_against_it(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url)
    (tmp_path / "other").mkdir()
    theirs = log_file(tmp_path / "other", row("C2", resident="Theirs"))
    ours = log_file(tmp_path, row("C1"), row("C2", resident="Ours"))
    said: list[int] = []

    def meanwhile(phase: str, done: int, total: int) -> None:
        if phase == "judging" and done == total and not said:
            said.append(there.run("import", theirs).code)

    with there.opened() as casetrack:
        result = casetrack.importing.import_log(_order(ours), meanwhile)
    assert said == [DONE]
    assert [(error.row, error.column) for error in result.errors] == [(3, "resident")]
    assert not result.saved
    assert there.case("C2")["complaint"]["resident"] == "Theirs"
    assert there.run("case", "show", "C1").code == BAD_INPUT
    assert there.run("check").code == DONE


def test_two_imports_of_one_log_at_once_add_it_once(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url)
    log = log_file(tmp_path, row("C1"), row("C2"))
    said: list[int] = []

    def meanwhile(phase: str, done: int, total: int) -> None:
        if phase == "judging" and done == total and not said:
            said.append(there.run("import", log).code)

    with there.opened() as casetrack:
        result = casetrack.importing.import_log(_order(log), meanwhile)
    assert said == [DONE]
    assert (result.imported, result.unchanged, result.errors) == (0, 2, [])
    assert there.run("check").code == DONE


def _order(path: Path) -> ImportOrder:
    moment = datetime(2024, 7, 1, 9, tzinfo=UTC)  # Mon
    return ImportOrder(path=path, recorded_by="JB", recorded_at=moment, today=date(2024, 7, 1))


def test_an_import_is_one_seal_whatever_it_adds(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url).holds(*(row(f"C{n}") for n in range(5)))
    more = [row(f"C{n}", stage1_acknowledged="2024-06-06") for n in range(7)]
    there.imports(*more).done()
    anchor = there.run("digest", "--json").done().json["anchor"]
    assert anchor["number"] == 2


def test_a_row_said_twice_counts_once_and_two_that_differ_are_both_named(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path)
    ran = there.imports(row("A"), row("A"), row("B"))
    assert ran.done().json["imported"] == 2
    ran = there.imports(row("D"), row("D", resident="Another"))
    assert ran.code == BAD_INPUT
    assert at(ran.json["errors"]) == [(2, "reference"), (3, "reference")]


# --- words too long for one engine are treated alike on both


@pytest.mark.parametrize("column", ["reference", "handler", "category", "refused_reason"])
def test_a_very_long_word_is_stored_or_named_by_its_cell_never_a_database_error(
    tmp_path: Path, database_url: str, column: str
) -> None:
    letters = random.Random(7)
    long = "".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(6000))
    there = landlord(tmp_path, database_url)
    ran = there.imports({**row(), column: long})
    if ran.code == BAD_INPUT:
        assert at(ran.json["errors"]) == [(2, column)]
    else:
        assert ran.code == DONE, ran.err
        assert there.run("check").code == DONE
        assert there.run("due").code == DONE


def test_reading_and_checking_leave_no_trace(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url).holds(row(stage1_acknowledged="2024-06-06"))
    engine = create_engine(there.url)
    count = text("SELECT (SELECT count(*) FROM fact), (SELECT count(*) FROM seal)")
    with engine.connect() as connection:
        before = tuple(connection.execute(count).one())
    for command in (["due"], ["digest"], ["report", "metrics"], ["case", "why", "C1"], ["check"]):
        assert there.run(*command).code in (DONE, FOUND)
    with engine.connect() as connection:
        assert tuple(connection.execute(count).one()) == before
    engine.dispose()

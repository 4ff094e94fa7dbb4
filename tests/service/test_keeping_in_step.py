"""What is derived follows the history and the settings: rebuild, and the check that compares."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from landlord import BAD_INPUT, COULD_NOT, DONE, FOUND, Landlord, landlord, on_sqlite, row
from sqlalchemy import Connection, create_engine, text

CASES = (
    row(
        "C1",
        resident="Ms A Example",
        stage1_acknowledged="2024-06-06",  # Thu
        stage1_responded="2024-06-19",  # Wed
    ),
    # Answered on Fri 7 June: that counts as the acknowledgement. Without it, Thu 13 June is late.
    row("C2", stage1_responded="2024-06-07", stage1_acknowledged="2024-06-13"),
    row("C3", stage1_acknowledged="2024-06-06", stage1_defined="2024-06-07"),
)


@contextmanager
def connected(there: Landlord) -> Iterator[Connection]:
    engine = create_engine(there.url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _unguarded(connection: Connection) -> None:
    """Take away what keeps history from being changed, as somebody with the file can."""
    if connection.dialect.name == "postgresql":
        for table in ("fact", "seal", "personal_text"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


# --- a setting that verdicts depend on


@pytest.mark.parametrize(
    ("setting", "changed"),
    [
        ('imported_definition = "not-evidenced"', {("C1", "stage-1-acknowledgement")}),
        (
            "response_is_acknowledgement = false",
            {("C2", "stage-1-acknowledgement"), ("C2", "stage-1-response")},
        ),
    ],
)
def test_a_verdict_setting_changed_stops_writing_until_a_rebuild_that_lists_what_moved(
    tmp_path: Path, database_url: str, setting: str, changed: set[tuple[str, str]]
) -> None:
    there = landlord(tmp_path, database_url).holds(*CASES)
    before = {each["reference"]: there.clocks(each["reference"]) for each in CASES}
    there.settings(f"[reporting]\n{setting}")
    ran = there.imports(*CASES, row("C4"))
    assert (ran.code, ran.out) == (COULD_NOT, "")
    assert "casetrack rebuild" in ran.err
    assert there.imports(row("C4"), options=("--dry-run",)).code == COULD_NOT
    assert there.run("case", "show", "C4").code == BAD_INPUT
    for reading in (("due",), ("digest",), ("case", "why", "C1")):
        ran = there.run(*reading).done()
        assert "casetrack rebuild" in ran.err
    # Figures would be printed beside options they were not counted with.
    for figures in (("report", "metrics"), ("report", "metrics", "--cases", "stages.1.received")):
        assert (there.run(*figures).code, there.run(*figures).out) == (COULD_NOT, "")
    found = there.run("check", "--json")
    assert found.code == FOUND
    assert found.json[0]["code"] == "rebuild-needed"

    rebuilt = there.run("rebuild", "--json").done().json
    assert rebuilt["records"] == len(CASES)
    assert {(c["reference"], c["clock"]) for c in rebuilt["changes"]} >= {
        (reference, key)
        for reference, clocks in before.items()
        for key, clock in there.clocks(reference).items()
        if clock["verdict"] != clocks[key]["verdict"] or clock["due_on"] != clocks[key]["due_on"]
    }
    assert {(c["reference"], c["clock"]) for c in rebuilt["changes"]} == changed
    for change in rebuilt["changes"]:
        assert change["change"].startswith("was ")
        assert ", now " in change["change"]
    assert there.run("check", "--json").done().json == []
    assert there.imports(*CASES, row("C4")).done().json["imported"] == 1
    assert there.run("rebuild", "--json").done().json["replaced"] == 0


@pytest.mark.parametrize(
    "setting",
    [
        "[reporting]\nrequire_acknowledgement_in_time = false",
        '[reporting]\nch02_denominator = "responded"',
        "[reporting]\ndecimals = 3",
        '[homes."2024-25"]\nLCRA = 10',
        '[outcomes]\n"All good" = "upheld"',
        '[people."JB"]\nemail = "jb@sample.example"',
    ],
)
def test_a_setting_that_is_applied_when_a_figure_is_counted_needs_no_rebuild(
    tmp_path: Path, setting: str
) -> None:
    there = on_sqlite(tmp_path).holds(*CASES)
    there.settings(setting)
    assert there.run("check").code == DONE
    assert there.imports(row("C4")).done().json["imported"] == 1


def test_a_rebuild_tells_people_each_verdict_and_a_count(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*CASES)
    there.settings('[reporting]\nimported_definition = "not-evidenced"')
    told = there.run("rebuild").done().out.splitlines()
    assert told[0] == (
        "C1, stage-1-acknowledgement: was met, due Mon 10 Jun 2024, now missed, due Mon 10 Jun 2024"
    )
    assert told[-1].startswith("3 records looked at, ")


# --- the check


def test_a_sound_database_is_said_to_be_sound(tmp_path: Path, database_url: str) -> None:
    there = landlord(tmp_path, database_url)
    assert there.run("check").done().out  # also while there is nothing in it
    there.holds(*CASES)
    ran = there.run("check").done()
    assert "whole" in ran.out
    assert there.run("check", "--json").done().json == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE case_stage SET responded_in_time = 0 WHERE responded_in_time = 1",
        "UPDATE clock SET due_on = due_on + 1 WHERE key = 'stage-1-response'",
        "UPDATE case_summary SET resident = 'Somebody Else'",
        "DELETE FROM case_summary",
        "DELETE FROM clock WHERE key = 'stage-1-backstop'",
        "UPDATE clock SET reference = '2026/0777'",
        "UPDATE clock SET resident = 'Mallory' WHERE listed = 1",
        "UPDATE clock SET record_kind = 'landlord'",
        "UPDATE case_summary SET reference = '2026/0777'",
        "UPDATE case_stage SET month = month - 1",
    ],
)
def test_derived_rows_that_were_changed_are_found_and_a_rebuild_mends_them(
    tmp_path: Path, database_url: str, tampering: str
) -> None:
    there = landlord(tmp_path, database_url).holds(*CASES)
    with connected(there) as connection:
        assert connection.execute(text(tampering)).rowcount
    ran = there.run("check", "--json")
    assert ran.code == FOUND
    assert {problem["code"] for problem in ran.json} == {"derived-differs"}
    assert all("casetrack rebuild" in problem["cure"] for problem in ran.json)
    there.run("rebuild").done()
    assert there.run("check").code == DONE


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_case_that_a_search_no_longer_finds_is_found_again_after_a_rebuild(
    tmp_path: Path, database_url: str
) -> None:
    # PostgreSQL keeps what words are looked up in beside the words themselves.
    there = landlord(tmp_path, database_url).holds(row(summary="Damp in the bedroom"))
    find = ("case", "find", "bedroom", "--json")
    with connected(there) as connection:
        forget = "INSERT INTO search_index (search_index) VALUES ('delete-all')"
        connection.execute(text(forget))
    assert there.run(*find).done().json == []
    there.run("rebuild").done()
    assert [found["reference"] for found in there.run(*find).done().json] == ["C1"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE fact SET body = replace(body, '2024-06-06', '2024-06-05')",
        "UPDATE seal SET recorded_by = 'somebody else'",
        "DELETE FROM personal_text",
    ],
)
def test_history_that_was_tampered_with_is_found(
    tmp_path: Path, database_url: str, tampering: str
) -> None:
    there = landlord(tmp_path, database_url).holds(*CASES)
    with connected(there) as connection:
        _unguarded(connection)
        assert connection.execute(text(tampering)).rowcount
    ran = there.run("check", "--json")
    assert ran.code == FOUND
    assert {problem["code"] for problem in ran.json} - {"derived-differs"}
    assert all(problem["problem"] and problem["cure"] for problem in ran.json)
    told = there.run("check")
    assert told.code == FOUND
    assert "found." in told.out


def test_triggers_that_are_gone_are_found_though_nothing_was_changed_yet(
    tmp_path: Path, database_url: str
) -> None:
    there = landlord(tmp_path, database_url).holds(*CASES)
    with connected(there) as connection:
        _unguarded(connection)
    assert there.run("check").code == FOUND

"""Commands where something about them is not as they would like it."""

import fcntl
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from landlord import on_sqlite, row
from sqlalchemy import create_engine, text

from casetrack.cli.output import ExitCode
from casetrack.store import engine

CASETRACK = (sys.executable, "-m", "casetrack")
RECEIVED = {"on": "2024-06-03", "fact": "complaint-received"}
ACKNOWLEDGED = {"on": "2024-06-05", "fact": "complaint-acknowledged", "stage": 1}


def test_a_cut_off_end_is_found_with_the_seal_that_was_kept(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    there.imports(row("C1"), row("C2")).done()
    kept = there.run("digest", "--json").done().json["anchor"]
    seal = ("--seal", str(kept["number"]), kept["hash"])
    assert there.run("check", *seal).code == ExitCode.DONE
    with create_engine(f"sqlite:///{tmp_path}/casetrack.db").begin() as connection:
        names = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type='trigger'"))
        triggers = names.all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        for table, which in (
            *((each, "record_id = 2") for each in ("clock", "case_stage", "case_summary")),
            *((each, "record_id = 2") for each in ("personal_text", "fact")),
            ("record", "id = 2"),
            ("seal", "number = 2"),
        ):
            connection.execute(text(f"DELETE FROM {table} WHERE {which}"))
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
    assert there.run("check").code == ExitCode.DONE  # nothing in the database itself shows it
    found = there.run("check", *seal, "--json")
    assert (found.code, found.json[0]["code"]) == (ExitCode.FOUND, "end-cut-off")


def test_a_lock_that_is_never_let_go_of_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = on_sqlite(tmp_path)
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.2)
    with Path(tmp_path / "casetrack.db.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = there.imports(row("C1"))
    assert ran.code == ExitCode.COULD_NOT
    assert "casetrack.db.lock" in ran.err
    assert there.imports(row("C1")).done().json["imported"] == 1


def test_a_writer_gets_its_turn_when_the_lock_is_let_go_of(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    code = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
        "print('held', flush=True); time.sleep(0.5)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "casetrack.db.lock")], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert there.imports(row("C1")).done().json["imported"] == 1


def test_a_pipe_whose_reader_went_away_is_no_fault(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(*(row(f"C{n}") for n in range(200)))
    shell = f"{' '.join(CASETRACK)} due --config {there.config} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_a_full_disk_under_the_output_is_told_in_words() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*CASETRACK, "deadline", "2024-12-24", "5", "--explain"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == ExitCode.COULD_NOT
    assert done.stderr.startswith("The output could not be written: No space left on device.")
    assert "see whether it was saved" in done.stderr


def test_a_terminal_without_the_letters_still_shows_the_rest(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1", resident="Żofia Próba"))
    done = subprocess.run(
        [*CASETRACK, "due", "--config", str(there.config)],
        env={"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ExitCode.DONE
    assert "?ofia Pr?ba" in done.stdout


def test_a_calendar_there_is_not_is_named_with_the_nearest(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path)
    text_ = there.config.read_text().replace('name = "Sample Homes"', 'name = "S"\ncalendar = "w"')
    there.config.write_text(text_.replace('calendar = "w"', 'calendar = "england-and-wale"'))
    ran = there.run("due")
    assert ran.code == ExitCode.BAD_INPUT
    assert 'Did you mean "england-and-wales"?' in ran.err


def test_init_makes_the_database_of_the_settings_file_it_is_given(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    there = replace(on_sqlite(tmp_path), config=other)
    other.write_text('[landlord]\nname = "O"\n[database]\nurl = "sqlite:///other.db"\n')
    assert there.run("init").code == ExitCode.DONE
    assert (tmp_path / "other.db").is_file()
    assert there.run("due").code == ExitCode.DONE


def test_a_correction_in_a_what_if_holds_a_fact_as_the_history_does(
    tmp_path: Path,
) -> None:
    right = {**ACKNOWLEDGED, "on": "2024-06-07"}
    correction = {"on": "2024-06-10", "fact": "entry-corrected", "corrects": 1}
    file = tmp_path / "facts.json"
    file.write_text(json.dumps([RECEIVED, ACKNOWLEDGED, {**correction, "replacement": right}]))
    ran = on_sqlite(tmp_path).run("timeline", file, "--today", "2024-06-11", "--json")
    (acknowledged,) = [
        clock for clock in ran.json["clocks"] if clock["key"] == "stage-1-acknowledgement"
    ]
    assert acknowledged["stopped_on"] == "2024-06-07"


def test_init_leaves_another_programs_database_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "theirs.db"
    with create_engine(f"sqlite:///{database}").begin() as connection:
        connection.execute(text("CREATE TABLE invoices (number INTEGER)"))
    before = database.read_bytes()
    config = tmp_path / "ours.toml"
    config.write_text('[landlord]\nname = "O"\n[database]\nurl = "sqlite:///theirs.db"\n')
    ran = replace(on_sqlite(tmp_path), config=config).run("init")
    assert ran.code == ExitCode.COULD_NOT
    assert "invoices" in ran.err
    assert database.read_bytes() == before


def test_a_bank_holiday_slipped_into_the_database_is_found(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    with create_engine(f"sqlite:///{tmp_path}/casetrack.db").begin() as connection:
        names = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type='trigger'"))
        triggers = names.all()
        for name, _ in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        moved = connection.execute(text("UPDATE calendar_day SET day = day + 1 WHERE day > 739000"))
        assert moved.rowcount > 0
        for _, statement in triggers:
            connection.exec_driver_sql(statement)
    found = there.run("check", "--json")
    assert found.code == ExitCode.FOUND
    assert "calendar-changed" in {each["code"] for each in found.json}


def test_output_that_was_closed_before_it_began_is_no_fault(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    command = [*CASETRACK, "--config", str(there.config), "case", "show", "C1"]
    shell = " ".join(f"'{word}'" for word in command)
    done = subprocess.run(f"{shell} >&-", shell=True, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (ExitCode.DONE, b"")


def test_a_refusal_is_told_by_its_exit_code_also_where_nobody_reads_the_words(
    tmp_path: Path,
) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    command = [*CASETRACK, "--config", str(there.config), "record", "C1", "complaint-withdrawn"]
    shell = " ".join(f"'{word}'" for word in command)
    piped = ["bash", "-c", f"{shell} | true; exit ${{PIPESTATUS[0]}}"]
    done = subprocess.run(piped, capture_output=True, check=False)
    assert done.returncode == ExitCode.FOUND
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("case", "show"), ("case", "history"), ("case", "why")])
def test_bytes_that_are_no_text_are_refused_in_words(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    typed = [*CASETRACK, "--config", str(there.config), *command]
    done = subprocess.run([*map(str.encode, typed), b"\xff"], capture_output=True, check=False)
    assert done.returncode == ExitCode.BAD_INPUT
    assert b"is no text" in done.stderr


@pytest.mark.parametrize("on", [20261102, None, True, [], {}, 1.5])
def test_a_day_that_is_none_in_a_file_of_fields_is_never_taken_as_today(
    tmp_path: Path, on: object
) -> None:
    there = on_sqlite(tmp_path)
    fields = tmp_path / "fields.json"
    fields.write_text(json.dumps({"on": on, "channel": "phone"}), "utf-8")
    tried = there.run("case", "open", "--fields", fields)
    assert tried.code == ExitCode.BAD_INPUT
    assert '"on" is' in tried.err


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ('{"channel": "phone", "channel": "web"}', "twice"),
        ('{"channel": "' + "x" * 1_000_001 + '"}', "too many for one fact"),
    ],
)
def test_a_file_of_fields_is_of_one_fact(tmp_path: Path, held: str, said: str) -> None:
    there = on_sqlite(tmp_path)
    fields = tmp_path / "fields.json"
    fields.write_text(held, "utf-8")
    tried = there.run("case", "open", "--fields", fields)
    assert tried.code == ExitCode.BAD_INPUT
    assert said in tried.err


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "1e30"])
def test_an_amount_that_is_none_is_refused_in_words(tmp_path: Path, amount: str) -> None:
    there = on_sqlite(tmp_path).holds(row("C1"))
    tried = there.run("record", "C1", "remedy-offered", "--what", "money", "--amount", amount)
    assert tried.code == ExitCode.BAD_INPUT
    assert "is no amount" in tried.err

"""`casetrack demo` as typed: it runs anywhere, is kept, touches nothing else, and shows the way."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from freezegun import freeze_time
from landlord import BAD_INPUT, COULD_NOT, Landlord, on_sqlite, row, run


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo made on Wed 25 November 2026: its folder, and what it printed."""
    folder = tmp_path_factory.mktemp("demo") / "look around"
    with freeze_time("2026-11-25 09:00", real_asyncio=True):
        return folder, run("demo", folder).done().out


def test_it_shows_worklist_digests_and_the_years_figures(shown: tuple[Path, str]) -> None:
    folder, text = shown
    for part in ("The worklist", "This morning's digests", "The figures of 2026-27", "Three"):
        assert f"━━ {part}" in text
    assert (folder / "complaint-log.xlsx").is_file()
    there = Landlord(folder / "casetrack.toml")
    there.run("check").done()
    due = there.run("due", "--today", "2026-11-25", "--json").done().json["due"]
    assert due[0]["working_days_left"] < 0
    assert there.metrics("--year", "2025-26")["stages"]["1"]["received"] > 100


def test_a_second_run_keeps_what_is_there(shown: tuple[Path, str]) -> None:
    folder, _ = shown
    before = {file: file.read_bytes() for file in folder.iterdir() if file.suffix != ".lock"}
    with freeze_time("2026-11-26 09:00", real_asyncio=True):  # Thu
        again = run("demo", folder).done().out
    assert again.startswith("Kept")
    assert "The worklist" in again
    assert {file: file.read_bytes() for file in before} == before


def test_the_three_commands_at_its_end_work_when_run(shown: tuple[Path, str]) -> None:
    folder, text = shown
    commands = [line.strip() for line in text.splitlines()[-3:]]
    assert [command.split()[1] for command in commands] == ["case", "due", "report"]
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "casetrack"
        assert str(folder / "casetrack.toml") in arguments
        assert run(*arguments).done().out.strip()


def test_as_a_module_the_commands_can_be_copied_into_the_same_shell(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    environment.pop("CASETRACK_CONFIG", None)
    made = subprocess.run(
        [sys.executable, "-m", "casetrack", "demo", tmp_path / "demo"],
        capture_output=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    copied = made.stdout.splitlines()[-2].strip()
    ran = subprocess.run(
        copied, shell=True, capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert ran.returncode == 0, (copied, ran.stderr)
    assert "Handler" in ran.stdout


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("photos", encoding="utf-8")
    ran = run("demo", tmp_path)
    assert (ran.code, ran.out) == (BAD_INPUT, "")
    assert "other files" in ran.err
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.txt"]


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = run("demo", tmp_path / "file" / "below")
    assert ran.code in (BAD_INPUT, COULD_NOT)
    assert "incident" not in ran.err


def test_a_landlords_own_database_in_the_environment_is_not_filled_with_the_made_up_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = on_sqlite(tmp_path, "[targets]\nstage-1-acknowledgement = 2").holds(row("REAL"))
    before = real.metrics("--from", "2020-01-01", "--to", "2040-12-31")
    monkeypatch.setenv("CASETRACK_DATABASE_URL", real.url)
    monkeypatch.setenv("CASETRACK_CONFIG", str(real.config))
    run("demo", tmp_path / "demo").done()
    monkeypatch.delenv("CASETRACK_DATABASE_URL")
    after = real.metrics("--from", "2020-01-01", "--to", "2040-12-31")
    assert after["stages"] == before["stages"]
    assert after["data_hash"] == before["data_hash"]

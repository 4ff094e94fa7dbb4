"""Which settings a command uses, what it says when there is no database, and faults of its own."""

import re
import sqlite3
import stat
from pathlib import Path

import pytest
from landlord import BAD_INPUT, COULD_NOT, DONE, Landlord, on_sqlite, row, run

from casetrack.service.casework import Casework
from casetrack.store import engine

READING = (
    ("due",),
    ("digest",),
    ("case", "show", "C1"),
    ("case", "why", "C1"),
    ("report", "metrics"),
    ("check",),
)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Landlord:
    """A landlord in a folder of its own, while the command runs in another without settings."""
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    monkeypatch.delenv("CASETRACK_CONFIG", raising=False)
    monkeypatch.chdir(elsewhere)
    return on_sqlite(home).holds(row())


@pytest.mark.parametrize(
    "command", [*READING, ("import", "log.csv"), ("rebuild",), ("migrate",)], ids=" ".join
)
def test_the_settings_are_named_before_or_after_the_command_or_by_the_environment(
    there: Landlord, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    command = tuple(str(there.folder / part) if part == "log.csv" else part for part in command)
    assert run("--config", there.config, *command).code == DONE
    assert run(*command, "--config", there.config).code == DONE
    first, *rest = command
    if first in ("case", "report"):
        assert run(first, "--config", there.config, *rest).code == DONE
    missing = run(*command)
    assert (missing.code, missing.out) == (BAD_INPUT, "")
    assert "casetrack init" in missing.err
    monkeypatch.setenv("CASETRACK_CONFIG", str(there.config))
    assert run(*command).code == DONE


def test_a_file_named_beats_the_environments(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASETRACK_CONFIG", str(tmp_path / "gone.toml"))
    assert run("check").code == BAD_INPUT
    assert run("check", "--config", there.config).code == DONE


def test_the_environment_names_another_database(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    (there.folder / "other").mkdir()
    other = on_sqlite(there.folder / "other")
    monkeypatch.setenv("CASETRACK_DATABASE_URL", other.url)
    assert there.run("case", "show", "C1").code == BAD_INPUT  # it is in the first


# --- a database that is not there, in use or damaged


@pytest.mark.parametrize("command", [*READING, ("import", "log.csv")], ids=" ".join)
def test_without_a_database_every_command_says_how_to_make_one(
    there: Landlord, command: tuple[str, ...]
) -> None:
    (there.folder / "casetrack.db").unlink()
    ran = there.run(*(str(there.folder / p) if p == "log.csv" else p for p in command))
    assert (ran.code, ran.out) == (COULD_NOT, "")
    assert "run `casetrack init`" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (there.folder / "casetrack.db").exists()


@pytest.mark.parametrize("content", [b"", b"no database " * 400, None])
def test_a_damaged_database_is_a_sentence_with_a_cure_and_not_written_to(
    there: Landlord, content: bytes | None
) -> None:
    file = there.folder / "casetrack.db"
    if content is None:  # a page in the middle is lost
        whole = file.read_bytes()
        content = whole[:4096] + b"\xff" * (len(whole) - 8192) + whole[-4096:]
    file.write_bytes(content)
    for command in (*READING, ("import", str(there.folder / "log.csv")), ("rebuild",)):
        ran = there.run(*command)
        assert ran.code == COULD_NOT, (command, ran)
        assert re.search("casetrack init|newest backup", ran.err)
        assert "incident" not in ran.err
    assert file.read_bytes() == content


def test_a_database_in_use_is_a_sentence_and_nothing_is_saved(
    there: Landlord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    other = sqlite3.connect(there.folder / "casetrack.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for command in (("due",), ("rebuild",), ("import", str(there.folder / "log.csv"))):
        ran = there.run(*command)
        assert (ran.code, ran.out) == (COULD_NOT, "")
        assert "in use" in ran.err
        assert "try again" in ran.err
    other.execute("ROLLBACK")
    other.close()
    assert there.run("check").code == DONE


def test_a_server_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    config = tmp_path / "casetrack.toml"
    url = f"postgresql+psycopg://jb:secret@/cases?host={tmp_path}"
    config.write_text(f'[landlord]\nname = "X"\n[database]\nurl = "{url}"\n', encoding="utf-8")
    for command in (("due",), ("init", tmp_path)):
        ran = run("--config", config, *command)
        assert ran.code == COULD_NOT
        assert "PostgreSQL does not answer" in ran.err
        assert "secret" not in ran.err


# --- a fault of casetrack's own

CANARY = "Zebedee Quill"


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_fault_gets_a_number_and_a_private_file_without_anybodys_words(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    def broken(_self: Casework, reference: str) -> None:
        resident = f"{CANARY} of {reference}"
        raise RuntimeError(f"cannot cope with {resident}")

    state = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setattr(Casework, "show", broken)
    ran = there.run("case", "show", "C1", *options)
    assert (ran.code, ran.out) == (COULD_NOT, "")
    found = re.search(r"incident ([0-9a-f]{6})", ran.err)
    assert found is not None
    assert "Traceback" not in ran.err
    assert "RuntimeError" not in ran.err
    assert CANARY not in ran.err
    (file,) = (state / "casetrack").iterdir()
    assert found[1] in file.name
    assert str(file) in ran.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    text = file.read_text("utf-8")
    assert "RuntimeError" in text
    assert "in broken" in text
    assert found[1] in text
    assert "cannot cope with Zebedee" not in text
    assert CANARY not in text
    assert "C1" not in text


def test_a_fault_that_cannot_be_written_down_is_still_told(
    there: Landlord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(Casework, "show", None)
    ran = there.run("case", "show", "C1")
    assert ran.code == COULD_NOT
    assert "incident" in ran.err
    assert "Traceback" not in ran.err

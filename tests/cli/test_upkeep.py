"""`casetrack init`, `check`, `rebuild` and `migrate` as typed."""

import stat
import tomllib
from pathlib import Path

import pytest
from landlord import BAD_INPUT, COULD_NOT, DONE, Landlord, on_sqlite, row, run

from casetrack.settings import load_settings


def test_init_writes_settings_that_say_what_they_are_and_a_private_database(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "complaints"
    ran = run("init", folder, "--name", 'Homes "R" Us \\ Co {x}').done()
    assert "casetrack import" in ran.out
    config = folder / "casetrack.toml"
    assert tomllib.loads(config.read_text("utf-8"))["landlord"]["name"] == 'Homes "R" Us \\ Co {x}'
    assert config.read_text("utf-8").count("#") > 15
    assert stat.S_IMODE((folder / "casetrack.db").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert run("--config", config, "check").code == DONE
    assert run("--config", config, "due").code == DONE


def test_every_line_that_init_comments_out_may_be_put_back(tmp_path: Path) -> None:
    run("init", tmp_path).done()
    config = tmp_path / "casetrack.toml"
    lines = config.read_text("utf-8").splitlines()
    settings = "\n".join(
        line.removeprefix("# ") if line.startswith(("# [", "# ")) and _is_setting(line) else line
        for line in lines
    )
    config.write_text(settings, encoding="utf-8")
    loaded = load_settings(config)
    assert loaded.homes
    assert loaded.targets
    assert loaded.people
    assert loaded.outcomes
    assert run("--config", config, "rebuild").code == DONE


def _is_setting(line: str) -> bool:
    return line.startswith("# [") or " = " in line


def test_init_again_keeps_the_settings_and_every_case(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row())
    settings, case = there.config.read_bytes(), there.case("C1")
    ran = run("init", tmp_path, "--name", "Another").done()
    assert "Kept" in ran.out
    assert there.config.read_bytes() == settings
    assert there.case("C1") == case
    assert there.run("check").code == DONE


@pytest.mark.parametrize("name", ["", "Two\nlines", "A\ttab", "Esc\x1b[31m"])
def test_a_name_that_cannot_be_kept_is_refused_and_leaves_no_broken_file(
    tmp_path: Path, name: str
) -> None:
    ran = run("init", tmp_path, "--name", name)
    if ran.code == DONE:
        assert load_settings(tmp_path / "casetrack.toml").landlord.name == name
        return
    assert ran.code == BAD_INPUT
    assert run("init", tmp_path, "--name", "Sample Homes").code == DONE


def test_a_folder_that_cannot_be_made_is_a_sentence_not_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = run("init", tmp_path / "file" / "below")
    assert ran.code in (BAD_INPUT, COULD_NOT)
    assert "incident" not in ran.err
    assert "file" in ran.err


def test_settings_that_are_broken_already_are_kept_and_told(tmp_path: Path) -> None:
    config = tmp_path / "casetrack.toml"
    config.write_text("[landlord\n", encoding="utf-8")
    ran = run("init", tmp_path)
    assert ran.code == BAD_INPUT
    assert "casetrack.toml" in ran.err
    assert config.read_text("utf-8") == "[landlord\n"


def test_migrate_says_that_there_is_nothing_to_do(there: Landlord) -> None:
    ran = there.run("migrate").done()
    assert ran.out.startswith("Already at ")
    assert there.case("C1")["reference"] == "C1"


def test_check_and_rebuild_print_one_json_value(there: Landlord) -> None:
    assert there.run("check", "--json").done().json == []
    assert there.run("rebuild", "--json").done().json == {
        "records": 1,
        "replaced": 0,
        "changes": [],
    }
    assert "0 verdicts or dates changed." in there.run("rebuild").done().out


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(row())


@pytest.mark.parametrize(
    "command",
    [
        *(("init",), ("check",), ("rebuild",), ("migrate",), ("import",), ("due",), ("digest",)),
        *(("case", "show"), ("case", "why"), ("report", "metrics"), ("demo",)),
        *(("calendar", "show"), ("calendar", "check"), ("calendar", "make")),
    ],
    ids=" ".join,
)
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    ran = run(*command, "--help").done()
    assert f"casetrack {' '.join(command)}" in ran.out.split("Example")[1]

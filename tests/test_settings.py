"""casetrack.toml and the environment: what is taken, and what is refused in which words."""

import os
from pathlib import Path

import pytest
from landlord import BAD_INPUT, run

from casetrack.domain.errors import BadInput, SettingsError
from casetrack.settings import FILE_NAME, find_settings_file, load_settings

NAME = '[landlord]\nname = "Sample Homes"\n'


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CASETRACK_"):
            monkeypatch.delenv(name)


def written(folder: Path, toml: str) -> Path:
    path = folder / FILE_NAME
    path.write_text(toml, encoding="utf-8")
    return path


def refusal(folder: Path, toml: str) -> str:
    with pytest.raises(SettingsError) as refused:
        load_settings(written(folder, toml))
    return str(refused.value)


# --- what is taken


def test_everything_but_the_landlords_name_may_be_left_out(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, NAME))
    assert settings.landlord.code == "housing-ombudsman"
    assert settings.landlord.calendar == "england-and-wales"
    assert settings.database.url == f"sqlite:///{tmp_path / 'casetrack.db'}"
    reporting = settings.reporting
    assert (reporting.ch02_denominator, reporting.decimals) == ("received", 1)
    assert reporting.require_acknowledgement_in_time
    assert reporting.response_is_acknowledgement
    assert not reporting.accept_good_reason
    assert reporting.imported_definition == "assumed"
    for table in (settings.homes, settings.targets, settings.people, settings.outcomes):
        assert table == {}
    assert (settings.email.sender, settings.email.manager) == ("", "")


def test_the_file_of_the_manual_is_taken_whole(tmp_path: Path) -> None:
    settings = load_settings(
        written(
            tmp_path,
            NAME
            + """
            code = "housing-ombudsman"
            calendar = "england-and-wales"
            [database]
            url = "sqlite:///casetrack.db"
            [homes."2024-25"]
            LCRA = 7000
            LCHO = 600
            [targets]
            stage-1-acknowledgement = 2
            [reporting]
            ch02_denominator = "received"
            require_acknowledgement_in_time = true
            accept_good_reason = false
            decimals = 1
            response_is_acknowledgement = true
            imported_definition = "assumed"
            [outcomes]
            "upheld substantially" = "upheld"
            [email]
            deliver = "folder"
            folder = "outbox"
            from = "complaints@sample.example"
            manager = "manager@sample.example"
            [people."JB"]
            email = "jb@sample.example"
            """,
        )
    )
    assert settings.homes["2024-25"] == {"LCRA": 7000, "LCHO": 600}
    assert settings.targets == {"stage-1-acknowledgement": 2}
    assert settings.email.sender == "complaints@sample.example"
    assert settings.people["JB"].email == "jb@sample.example"
    assert settings.outcomes == {"upheld substantially": "upheld"}


@pytest.mark.parametrize("folder", ["plain", "with space", "per%20cent", "hash#tag", "Żółć"])
def test_a_relative_database_is_beside_the_file_wherever_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    (tmp_path / folder / "elsewhere").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / folder / "elsewhere")
    written(tmp_path / folder, NAME + '[database]\nurl = "sqlite:///data/cases.db"')
    settings = load_settings(Path("..") / FILE_NAME)
    file = str(tmp_path / folder / "data" / "cases.db")
    assert settings.database.url == f"sqlite:///{file.replace('%', '%25')}"  # as an address has it
    assert settings.email.folder == str(tmp_path / folder / "outbox")
    assert run("init", "..").code == 0
    assert (tmp_path / folder / "data" / "cases.db").is_file()
    assert run("--config", Path("..") / FILE_NAME, "check").code == 0


def test_an_absolute_database_and_another_server_stay_what_they_are(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path / 'x' / 'y.db'}", "postgresql+psycopg://jb@host/cases"):
        settings = load_settings(written(tmp_path, NAME + f'[database]\nurl = "{url}"'))
        assert settings.database.url == url


# --- the environment


def test_the_environment_overrides_single_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, NAME + "[reporting]\ndecimals = 1\naccept_good_reason = true")
    monkeypatch.setenv("CASETRACK_DATABASE_URL", "postgresql+psycopg://jb:secret@host/cases")
    monkeypatch.setenv("CASETRACK_REPORTING_DECIMALS", "3")
    monkeypatch.setenv("CASETRACK_REPORTING_CH02_DENOMINATOR", "responded")
    monkeypatch.setenv("CASETRACK_EMAIL_FROM", "us@sample.example")
    settings = load_settings(path)
    assert settings.database.url == "postgresql+psycopg://jb:secret@host/cases"
    assert settings.reporting.decimals == 3
    assert settings.reporting.ch02_denominator == "responded"
    assert settings.reporting.accept_good_reason
    assert settings.email.sender == "us@sample.example"
    assert settings.landlord.name == "Sample Homes"


def test_a_relative_database_of_the_environment_is_beside_the_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASETRACK_DATABASE_URL", "sqlite:///other.db")
    settings = load_settings(written(tmp_path, NAME))
    assert settings.database.url == f"sqlite:///{tmp_path / 'other.db'}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CASETRACK_DATABSE_URL", "CASETRACK_DATABASE_URL"),
        ("CASETRACK_REPORTING_DECIMAL", "CASETRACK_REPORTING_DECIMALS"),
        ("CASETRACK_CONFG", "CASETRACK_CONFIG"),
    ],
)
def test_a_mistyped_variable_is_refused_with_the_one_that_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.setenv(typed, "x")
    words = refusal(tmp_path, NAME)
    assert typed in words
    assert f'Did you mean "{meant}"?' in words


def test_a_wrong_value_of_the_environment_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASETRACK_REPORTING_DECIMALS", "many")
    words = refusal(tmp_path, NAME)
    assert "many" in words
    assert "CASETRACK_REPORTING_DECIMALS" in words


# --- what is refused


@pytest.mark.parametrize(
    ("toml", "key", "meant"),
    [
        (NAME + "[reprting]\ndecimals = 1", "reprting", "reporting"),
        (NAME + 'cod = "housing-ombudsman"', "landlord.cod", "code"),
        (NAME + "[reporting]\ndecimal = 1", "reporting.decimal", "decimals"),
        (NAME + '[database]\nulr = "x"', "database.ulr", "url"),
        (NAME + '[email]\nform = "x"', "email.form", "from"),
        (NAME + '[email]\nsender = "x"', "email.sender", ""),
        (NAME + '[people."JB"]\nemial = "x"', "people.JB.emial", "email"),
        (NAME + '[homes."2024-25"]\nLCAR = 7000', "homes.2024-25.LCAR", "LCRA"),
        ('_env_file = "x"\n' + NAME, "_env_file", ""),
        ('_env_prefix = "x"\n' + NAME, "_env_prefix", ""),
        ("_case_sensitive = true\n" + NAME, "_case_sensitive", ""),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(
    tmp_path: Path, toml: str, key: str, meant: str
) -> None:
    words = refusal(tmp_path, toml)
    assert str(tmp_path / FILE_NAME) in words
    assert key in words
    assert f'Did you mean "{meant}"?' in words or not meant


@pytest.mark.parametrize(
    ("toml", "key", "value"),
    [
        ("[landlord]\nname = 5", "landlord.name", "5"),
        ('[landlord]\nname = ""', "landlord.name", "''"),
        ('landlord = "Sample Homes"', "landlord", "Sample Homes"),
        (NAME + '[reporting]\ndecimals = "many"', "reporting.decimals", "many"),
        (NAME + "[reporting]\ndecimals = -1", "reporting.decimals", "-1"),
        (NAME + "[reporting]\ndecimals = 1.5", "reporting.decimals", "1.5"),
        (NAME + "[reporting]\ndecimals = true", "reporting.decimals", "True"),
        (NAME + '[reporting]\nch02_denominator = "all"', "reporting.ch02_denominator", "all"),
        (NAME + '[reporting]\nimported_definition = "x"', "reporting.imported_definition", "x"),
        (NAME + "[reporting]\naccept_good_reason = 7", "reporting.accept_good_reason", "7"),
        (NAME + '[homes."2024"]\nLCRA = 1', "2024", "2024"),
        (NAME + '[homes."2024-26"]\nLCRA = 1', "2024-26", "2024-26"),
        (NAME + '[homes."2024-25"]\nLCRA = -1', "homes.2024-25.LCRA", "-1"),
        (NAME + '[homes."2024-25"]\nLCRA = true', "homes.2024-25.LCRA", "True"),
        (NAME + "[homes]\nLCRA = 7000", "LCRA", "LCRA"),
        (NAME + "[targets]\nstage-1-response = 0", "targets.stage-1-response", "0"),
        (NAME + '[outcomes]\n"All good" = "fine"', "outcomes.All good", "fine"),
        (NAME + '[email]\ndeliver = "pigeon"', "email.deliver", "pigeon"),
        (NAME + 'people = "JB"', "landlord.people", ""),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_key_and_value(
    tmp_path: Path, toml: str, key: str, value: str
) -> None:
    words = refusal(tmp_path, toml)
    assert str(tmp_path / FILE_NAME) in words
    assert key in words
    assert value in words


def test_everything_at_fault_is_told_at_once(tmp_path: Path) -> None:
    words = refusal(tmp_path, '[landlord]\ncod = "x"\n[reporting]\ndecimals = 9\n[emial]\nx = 1')
    for part in ("landlord.name", "landlord.cod", "reporting.decimals", "emial"):
        assert part in words
    assert len(words.splitlines()) == 5


@pytest.mark.parametrize("content", [b"[landlord", b"name = \xff", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(content)
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load_settings(path)


def test_a_file_saved_by_windows_with_a_mark_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"\xef\xbb\xbf" + NAME.replace("\n", "\r\n").encode())
    assert load_settings(path).landlord.name == "Sample Homes"


# --- checked against the Codes, when casetrack opens


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        (NAME + 'code = "housing-ombudsmen"', ("landlord.code", '"housing-ombudsman"?')),
        (
            NAME + "[targets]\nstage-1-aknowledgement = 2",
            ("targets.stage-1-aknowledgement", '"stage-1-acknowledgement"?'),
        ),
        (
            NAME + "[targets]\nstage-1-acknowledgement = 6",
            ("targets.stage-1-acknowledgement", "5 working days", "never longer"),
        ),
        (NAME + "[targets]\nstage-2-response = 21", ("targets.stage-2-response", "20")),
        (NAME + 'calendar = "scotland"', ("landlord.calendar", "england-and-wales")),
        (NAME + 'calendar = "englnd-and-wales"', ("england-and-wales",)),
        (NAME + '[database]\nurl = "mysql://x/y"', ("mysql", "sqlite and postgresql")),
        (NAME + '[database]\nurl = "nonsense"', ("[database] url",)),
        (NAME + '[database]\nurl = "sqlite://"', ("[database] url",)),
    ],
)
def test_what_the_code_or_the_database_cannot_be_is_refused_by_init(
    tmp_path: Path, toml: str, parts: tuple[str, ...]
) -> None:
    written(tmp_path, toml)
    ran = run("init", tmp_path)
    assert ran.code == BAD_INPUT, ran
    for part in parts:
        assert part in ran.err
    assert not (tmp_path / "casetrack.db").exists()


def test_a_target_as_long_as_the_codes_is_allowed(tmp_path: Path) -> None:
    written(tmp_path, NAME + "[targets]\nstage-1-acknowledgement = 5\nstage-2-response = 20")
    assert run("init", tmp_path).code == 0


# --- which file


def test_the_file_is_the_one_given_else_the_environments_else_the_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [tmp_path / name for name in ("given", "named", "here")]
    for folder in folders:
        folder.mkdir()
    given, named, here = (written(folder, NAME) for folder in folders)
    monkeypatch.chdir(tmp_path / "here")
    assert find_settings_file(None).resolve() == here
    monkeypatch.setenv("CASETRACK_CONFIG", str(named))
    assert find_settings_file(None) == named
    assert find_settings_file(given) == given


def test_a_file_there_is_not_is_told_with_the_ways_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for given, by in ((Path("other.toml"), "--config"), (None, "this folder")):
        with pytest.raises(BadInput) as refused:
            find_settings_file(given)
        for part in (str(given or FILE_NAME), by, "casetrack init", "casetrack demo"):
            assert part in str(refused.value)
    monkeypatch.setenv("CASETRACK_CONFIG", "gone.toml")
    with pytest.raises(BadInput, match=r"gone\.toml \(CASETRACK_CONFIG\)"):
        find_settings_file(None)

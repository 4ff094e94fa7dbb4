"""What a landlord decides: casetrack.toml and the environment, checked and named.

Knows which settings there are and what they may say. Never opens the database or reads a calendar.
"""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from casetrack.domain.errors import BadInput, SettingsError, nearest

TENURES: Final = ("LCRA", "LCHO")
FILE_NAME: Final = "casetrack.toml"
_ENVIRONMENT: Final = "CASETRACK_"
_CONFIG: Final = "CASETRACK_CONFIG"

Word = Annotated[str, Field(min_length=1, max_length=200)]


def _no_bool(value: object) -> object:
    """Refuse true and false where a number is wanted: Python would take them for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("a number is wanted here, not true or false")
    return value


def _two_years(name: str) -> str:
    if (int(name[2:4]) + 1) % 100 != int(name[5:7]):
        raise ValueError("a year runs from April to March, as in 2024-25")
    return name


_Number = BeforeValidator(_no_bool)
WorkingDays = Annotated[int, Field(ge=1, le=25), _Number]
Homes = Annotated[int, Field(ge=0), _Number]
Year = Annotated[str, Field(pattern=r"^20\d\d-\d\d$"), AfterValidator(_two_years)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Landlord(_Section):
    """Who it is, which Code it is under and which bank holidays it counts with."""

    name: Word
    code: Word = "housing-ombudsman"
    calendar: Word = "england-and-wales"


class Database(_Section):
    """Where the history is kept."""

    url: Word = "sqlite:///casetrack.db"


class Reporting(_Section):
    """How figures are counted and printed."""

    ch02_denominator: Literal["received", "received-and-due", "responded"] = "received"
    require_acknowledgement_in_time: bool = True
    accept_good_reason: bool = False
    decimals: Annotated[int, Field(ge=0, le=6), _Number] = 1
    response_is_acknowledgement: bool = True
    imported_definition: Literal["assumed", "not-evidenced"] = "assumed"


class Email(_Section):
    """How email leaves, and who gets the manager's."""

    deliver: Literal["folder", "smtp"] = "folder"
    folder: Word = "outbox"
    sender: Annotated[str, Field(alias="from", max_length=200)] = ""
    manager: Annotated[str, Field(max_length=200)] = ""


class Person(_Section):
    """Somebody who handles complaints."""

    email: Annotated[str, Field(max_length=200)] = ""


class Procedure(_Section):
    """What the landlord asks of its handlers besides the Code."""

    contact_attempts: Annotated[int, Field(ge=0, le=9), _Number] = 0
    """how often to try a resident before acknowledging without having spoken to them"""


class SignOff(_Section):
    """One cell of the matrix of sign-offs: stage × service area → who."""

    stage: Annotated[int, Field(ge=1, le=2), _Number]
    by: Literal["anybody", "manager"]
    """anybody but who decided it, or a manager"""
    service_area: Annotated[str, Field(max_length=200)] = ""
    """left out: every area that has no cell of its own"""


class Documents(_Section):
    """Where documents filed with cases are kept."""

    folder: Word = "documents"


class Settings(BaseSettings):
    """Every setting of one landlord."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        env_prefix=_ENVIRONMENT,
        env_nested_delimiter="_",
        env_nested_max_split=1,
    )

    landlord: Landlord
    database: Database = Database()
    homes: Mapping[Year, Mapping[Literal["LCRA", "LCHO"], Homes]] = {}
    """homes owned at year end, by year and tenure (LCRA, LCHO), for the rates per 1,000"""
    targets: Mapping[str, WorkingDays] = {}
    """the landlord's own targets in working days, by clock; never longer than the Code"""
    reporting: Reporting = Reporting()
    outcomes: Mapping[str, Literal["upheld", "partly-upheld", "not-upheld"]] = {}
    """the landlord's own names for outcomes → the Code's three"""
    procedure: Procedure = Procedure()
    refusals: Mapping[
        Word, Literal["over-12-months", "legal-proceedings", "already-considered", "other"]
    ] = {}
    """the landlord's own reasons for refusing a complaint → the Code's"""
    sign_off: tuple[SignOff, ...] = ()
    documents: Documents = Documents()
    email: Email = Email()
    people: Mapping[str, Person] = {}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment override single values of the file."""
        return (env_settings, init_settings)


def find_settings_file(given: Path | None) -> Path:
    """Return the settings file: the one given, else CASETRACK_CONFIG, else ./casetrack.toml.

    Raises BadInput where it is not there.
    """
    named = os.environ.get(_CONFIG)
    path = given or (Path(named) if named else Path(FILE_NAME))
    if not path.is_file():
        by = "--config" if given else _CONFIG if named else "this folder"
        raise BadInput(
            f"There is no settings file {path} ({by}). `casetrack init` writes one here; "
            "`casetrack demo` shows a made-up landlord; --config FILE names another."
        )
    return path


class _FileAlone(Settings):
    """Settings that the environment has no say in."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the file alone."""
        return (init_settings,)


def load_settings(path: Path, *, environment: bool = True) -> Settings:
    """Return the settings of a file; single values are overridden by the environment if it may.

    A relative database path and outbox are relative to the file's folder. Raises SettingsError
    that names every key and value at fault, with the nearest known key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    problems = list(_unknown_environment()) if environment else []
    problems += [
        f'"{key}" is not known.{nearest(key, Settings.model_fields)}'
        for key in table
        if key not in Settings.model_fields
    ]
    known = {key: value for key, value in table.items() if key in Settings.model_fields}
    try:
        settings = Settings(**known) if environment else _FileAlone(**known)
    except ValidationError as error:
        problems += [
            _in_words(detail)
            for detail in error.errors()
            # A misspelt variable has been named already.
            if not (detail["type"] == "extra_forbidden" and _variable(detail["loc"]) in os.environ)
        ]
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise SettingsError(f"The settings in {path} have to be mended:\n{listed}")
    return _beside_the_file(settings, path.resolve().parent)


def _beside_the_file(settings: Settings, folder: Path) -> Settings:
    prefix, _, file = settings.database.url.partition("sqlite:///")
    if not prefix and file and file != ":memory:" and not Path(file).is_absolute():
        # An address has % and ? written as numbers; a folder's name may hold either.
        place = str(folder / file).replace("%", "%25").replace("?", "%3F")
        url = f"sqlite:///{place}"
        settings = settings.model_copy(update={"database": Database(url=url)})
    outbox = folder / settings.email.folder
    email = settings.email.model_copy(update={"folder": str(outbox)})
    documents = Documents(folder=str(folder / settings.documents.folder))
    return settings.model_copy(update={"email": email, "documents": documents})


def _unknown_environment() -> Iterator[str]:
    """Name environment variables that look like settings and are none, as a typo makes them."""
    known = [_CONFIG]
    for section, field in Settings.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            keys = [each.alias or name for name, each in model.model_fields.items()]
            known += [f"{_ENVIRONMENT}{section}_{key}".upper() for key in keys]
    for name in os.environ:
        if name.startswith(_ENVIRONMENT) and name not in known:
            yield f"The environment variable {name} is not known.{nearest(name, known)}"


def _variable(place: Iterable[str | int]) -> str:
    """Return the environment variable that a value can have come from."""
    return f"{_ENVIRONMENT}{'_'.join(str(part) for part in place if part != '[key]')}".upper()


def _in_words(detail: Any) -> str:
    place = [str(part) for part in detail["loc"] if part != "[key]"]
    key = ".".join(place)
    value = detail.get("input")
    variable = _variable(detail["loc"])
    if variable in os.environ:
        shown = "" if place[-1] == "url" else f" is {value!r} and"  # an address may hold a password
        return f"The environment variable {variable}{shown} cannot be used: {detail['msg']}."
    match detail["type"]:
        case "extra_forbidden":
            return f'"{key}" is not known.{nearest(place[-1], _keys(place[:-1]))}'
        case "missing":
            return f'"{key}" is missing.'
        case "model_type" | "dict_type" | "mapping_type":
            return f'"{key}" is {value!r}; it has to be a table.'
        case "literal_error" if detail["loc"][-1] == "[key]":
            return f'"{key}" is not known.{nearest(place[-1], TENURES)}'
        case "literal_error":
            return f'"{key}" is {value!r}; it has to be {detail["ctx"]["expected"]}.'
        case "string_pattern_mismatch":
            return f'"{key}" is {value!r}; a year is written 2024-25.'
        case _:
            shown = "what stands there" if isinstance(value, dict) else repr(value)
            return f'"{key}" is {shown}: {detail["msg"]}.'


def _keys(place: list[str]) -> list[str]:
    """The keys a section knows; those of the whole file for an empty place."""
    fields: Mapping[str, Any] = Settings.model_fields
    if not place:
        return list(fields)
    model = fields[place[0]].annotation if place[0] in fields else None
    if place[0] == "people":
        model = Person
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [each.alias or name for name, each in model.model_fields.items()]
    return []

"""Edition files: the ones we hold load, and a spoilt one is told what to mend, all at once."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

import casetrack
from casetrack.domain.code import ClockKind
from casetrack.domain.errors import BadInput, SettingsError
from casetrack.editions.loader import load_editions, load_provisions, read_edition

EDITIONS = Path(casetrack.__file__).parent / "editions"
HELD = ["lgsco-2026", "housing-ombudsman-2022", "housing-ombudsman-2024"]

SOUND = """
name = "made-up-2030"
code = "made-up"
title = "A made-up Code of 2030"
short_title = "Code 2030"
in_force_from = 2030-04-01
nation = "scotland"

[[stages]]
number = 1

[stages.acknowledgement]
working_days = 3
starts = "complaint-received"
stops = ["complaint-acknowledged"]
provision = "1.1"

[stages.response]
working_days = 5
starts = "complaint-received"
stops = ["response-issued"]
provision = "1.2"
why = "it is short"

[stages.extension]
working_days = 10
provision = "1.3"

[counterparts]
"6.2" = ["1.1"]
"""
SAME_NUMBERS = 'numbered_as = "housing-ombudsman-2024"'
AS_2024 = SOUND.split("[counterparts]")[0].replace("[[stages]]", f"{SAME_NUMBERS}\n\n[[stages]]")


def refused(text: str) -> str:
    with pytest.raises(SettingsError) as error:
        read_edition(text, "made-up-2030.toml")
    return str(error.value)


@pytest.mark.parametrize("name", HELD)
def test_each_edition_held_loads_under_its_own_name(name: str) -> None:
    edition = read_edition((EDITIONS / f"{name}.toml").read_text("utf-8"), f"{name}.toml")
    assert edition.name == name
    assert edition == load_editions().named(name)
    assert list(load_provisions(name))


def test_the_housing_ombudsmans_newest_edition_stands_last() -> None:
    assert [edition.name for edition in load_editions().editions] == HELD


def test_the_housing_ombudsmans_editions_follow_each_other_without_a_gap() -> None:
    earlier, later = (e for e in load_editions().editions if e.code == "housing-ombudsman")
    assert (earlier.in_force_from, earlier.in_force_until) == (date(2022, 4, 1), date(2024, 3, 31))
    assert (later.in_force_from, later.in_force_until) == (date(2024, 4, 1), None)


def test_a_sound_file_gives_its_values() -> None:
    edition = read_edition(SOUND, "made-up-2030.toml")

    (stage,) = edition.stages
    assert stage.acknowledgement is not None
    assert (stage.acknowledgement.key, stage.response.key) == (
        "stage-1-acknowledgement",
        "stage-1-response",
    )
    assert stage.backstop is None
    assert (stage.response.why, stage.response.edition) == ("it is short", "Code 2030")
    assert stage.extension.ombudsman_details == ""
    assert edition.in_force_until is None
    assert edition.counterparts == {"6.2": ("1.1",)}
    assert (edition.first_numbered, edition.numbered_as) == ("Code 2024", "")


def test_an_edition_with_the_numbers_of_2024_cites_them_as_its_own() -> None:
    edition = read_edition(AS_2024, "made-up-2030.toml")

    assert edition.numbered_as == "housing-ombudsman-2024"
    assert str(edition.cite("6.13", 2)) == "Code 2030, 6.13"
    assert edition.counterparts == {}


@pytest.mark.parametrize(
    "kind", [kind for kind in ClockKind if kind not in ("acknowledgement", "response", "backstop")]
)
def test_a_clock_that_no_edition_sets_is_refused_in_a_stage(kind: ClockKind) -> None:
    timescale = '{ working_days = 5, starts = "complaint-received", stops = ["response-issued"] }'
    told = refused(SOUND.replace("number = 1", f"number = 1\n{kind} = {timescale}"))
    assert f'stages, table 1: "{kind}" is not known.' in told


def test_a_kind_of_clock_named_as_another_part_of_a_stage_is_not_read_as_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Wider(StrEnum):
        ACKNOWLEDGEMENT = "acknowledgement"
        RESPONSE = "response"
        BACKSTOP = "backstop"
        EXTENSION = "extension"

    monkeypatch.setattr("casetrack.editions.loader.ClockKind", Wider)
    (stage,) = read_edition(SOUND, "made-up-2030.toml").stages
    assert stage.extension.working_days == 10


@pytest.mark.parametrize(
    ("sound", "spoilt", "message"),
    [
        ("nation =", "natoin =", '"natoin" is not known. Did you mean "nation"?'),
        ('nation = "scotland"', "", '"nation" is missing.'),
        ('nation = "scotland"', "nation = 5", '"nation" is 5; it has to be a text.'),
        (
            "in_force_from = 2030-04-01",
            'in_force_from = "2030-04-01"',
            "\"in_force_from\" is '2030-04-01'; it has to be a date such as 2024-04-01.",
        ),
        (
            "in_force_from = 2030-04-01",
            "in_force_from = 2030-04-01T00:00:00",
            "it has to be a date such as 2024-04-01.",
        ),
        ("number = 1", 'number = "1"', "stages, table 1: \"number\" is '1'; it has to be a whole"),
        (
            "[stages.acknowledgement]",
            "[stages.acknowlegdement]",
            'stages, table 1: "acknowlegdement" is not known. Did you mean "acknowledgement"?',
        ),
        (
            "working_days = 5",
            "working_day = 5",
            'stages, table 1: response: "working_day" is not known. Did you mean "working_days"?',
        ),
        (
            "working_days = 5",
            "working_days = 5.0",
            'stages, table 1: response: "working_days" is 5.0; it has to be a whole number.',
        ),
        ("working_days = 5", "working_days = true", "it has to be a whole number."),
        (
            'stops = ["response-issued"]',
            'stops = "response-issued"',
            "it has to be a list.",
        ),
        ('provision = "1.3"', "", 'stages, table 1: extension: "provision" is missing.'),
        (
            'provision = "1.3"',
            'provision = "1.3"\nombudsman_detail = "1.4"',
            'extension: "ombudsman_detail" is not known. Did you mean "ombudsman_details"?',
        ),
        (
            'starts = "complaint-received"\nstops = ["response-issued"]',
            'starts = "complaint-recieved"\nstops = ["response-issued"]',
            '"complaint-recieved"',
        ),
        ('stops = ["response-issued"]', 'stops = ["response-isued"]', '"response-isued"'),
        ('stops = ["response-issued"]', "stops = [5]", "stops"),
        ('"6.2" = ["1.1"]', '"6.2" = "1.1"', "6.2"),
        ('"6.2" = ["1.1"]', '"6.2" = 5', "6.2"),
    ],
    ids=lambda value: value.replace("\n", " "),
)
def test_each_thing_wrong_is_told_with_its_place_and_cure(
    sound: str, spoilt: str, message: str
) -> None:
    assert SOUND.count(sound) == 1
    told = refused(SOUND.replace(sound, spoilt))
    assert "made-up-2030.toml" in told
    assert message in told


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (
            'numbered_as = "housing-ombudsman-2022"',
            '"numbered_as" is \'housing-ombudsman-2022\'; it has to be "housing-ombudsman-2024".',
        ),
        ("numbered_as = 2024", '"numbered_as" is 2024; it has to be a text.'),
        (
            'numberd_as = "housing-ombudsman-2024"',
            '"numberd_as" is not known. Did you mean "numbered_as"?',
        ),
        (
            f'{SAME_NUMBERS}\ncounterparts = {{ "6.2" = ["1.1"] }}',
            '"counterparts" and "numbered_as" exclude each other: the same numbers have none.',
        ),
    ],
)
def test_numbers_taken_from_elsewhere_are_told_with_their_cure(spoilt: str, message: str) -> None:
    told = refused(AS_2024.replace(SAME_NUMBERS, spoilt)).splitlines()
    assert told[1:] == [f"  - {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "stages = 5",
        'stages = "one"',
        "stages = [1, 2]",
        "stages = []",
        "[[stages]]\nnumber = 1\nacknowledgement = 5\nresponse = 5\nextension = 5",
        "counterparts = 5",
        "",
    ],
)
def test_a_file_of_quite_another_shape_is_refused_in_words_too(text: str) -> None:
    whole = SOUND.split("[[stages]]")[0] + text
    assert refused(whole).startswith("The edition file made-up-2030.toml has to be mended:")


def test_everything_wrong_is_told_at_once() -> None:
    spoilt = (
        SOUND.replace("nation =", "natoin =")
        .replace("working_days = 3", 'working_days = "3"')
        .replace('provision = "1.3"', "")
    )
    told = refused(spoilt).splitlines()
    assert told[0] == "The edition file made-up-2030.toml has to be mended:"
    assert told[1:] == [
        '  - "natoin" is not known. Did you mean "nation"?',
        '  - "nation" is missing.',
        (
            "  - stages, table 1: acknowledgement: \"working_days\" is '3'; "
            "it has to be a whole number."
        ),
        '  - stages, table 1: extension: "provision" is missing.',
    ]


def test_a_file_that_is_no_toml_says_so_with_the_place() -> None:
    told = refused("name = made-up")
    assert told.startswith("The edition file made-up-2030.toml cannot be read as TOML: ")
    assert "line 1" in told


def test_the_provisions_of_an_edition_nobody_holds_are_refused() -> None:
    with pytest.raises(BadInput, match='There is no edition "housing-ombudsman-2023"'):
        load_provisions("housing-ombudsman-2023")

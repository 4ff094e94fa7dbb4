"""The provisions of the Codes, as data: every number there, every sentence fit to be shown."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import casetrack
from casetrack.editions.loader import load_provisions

EDITIONS = Path(casetrack.__file__).parent / "editions"

# The rows of each Code's self-assessment form, as it prints them.
FORM = {
    "2022": "1.2-1.9 2.1-2.8 3.1-3.3 4.1-4.19 5.1-5.20 6.1-6.3 6.5-6.7 7.2-7.6 8.1-8.3",
    "2024": "1.2-1.6 2.1-2.5 3.1-3.7 4.1-4.3 5.1-5.15 6.1-6.20 7.1-7.4 8.1-8.5 9.1-9.8",
}
SHOULD = {
    "2022": "1.4 1.5 2.2 3.3 4.3 4.4 4.5 4.8 4.9 4.10 4.16 4.17 4.19 "
    "5.2 5.3 5.4 5.7 5.14 5.15 5.18 5.19 6.3 6.7 7.3 7.4 7.5 7.6",
    "2024": "",
}
COUNTERPARTS = """
    2.1→1.7 2.2→1.8 2.4→1.9 3.6→4.5 3.7→2.7 5.3→5.17 5.6→4.2/5.10 5.8→4.7 5.9→4.10 5.10→2.5
    5.11→4.14 5.12→4.15 5.14→4.18 6.2→4.1 6.3→5.1 6.4→5.1 6.5→5.3 6.6→5.5 6.7→5.6 6.8→5.7 6.9→5.8
    6.10→5.9 6.11→5.10 6.13→5.12 6.14→5.13 6.15→5.13 6.16→5.15 6.19→5.16 7.1→6.1 7.2→6.2 7.3→6.5
"""
NONE_HELD = "2.3 2.5 5.4 5.5 5.7 5.13 6.12 6.20 7.4"
# The figure that a handler acts on must stand in the sentence.
FIGURES = {
    "2022": {
        "4.1": "within 5 days of receipt",
        "5.1": "10 working days of logging; at most 10 days",
        "5.2": "20 working days",
        "5.13": "20 working days of escalation; at most 10 days",
        "5.14": "10 working days",
        "5.18": "20 working days of escalation",
    },
    "2024": {
        "2.2": "12 months",
        "2.3": "12 months",
        "6.2": "5 working days",
        "6.3": "10 working days of the acknowledgement",
        "6.4": "at most 10 working days",
        "6.11": "5 working days",
        "6.14": "20 working days of the stage 2 acknowledgement",
        "6.15": "at most 20 working days",
    },
}

both_editions = pytest.mark.parametrize("edition", ["2022", "2024"])


def numbers_in(run: str) -> list[str]:
    """Spell out a run such as 5.1-5.20."""
    part, first, _, last = run.replace("-", ".").split(".")
    return [f"{part}.{n}" for n in range(int(first), int(last) + 1)]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((EDITIONS / f"housing-ombudsman-{name}.toml").read_text("utf-8"))


def provisions(edition: str) -> dict[str, dict[str, Any]]:
    return read(f"{edition}.provisions")


def counterparts() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read("2022")["counterparts"]
    return table


@both_editions
def test_the_numbers_are_those_of_the_self_assessment_form_in_its_order(edition: str) -> None:
    form = [number for run in FORM[edition].split() for number in numbers_in(run)]

    assert len(form) == 72
    assert list(provisions(edition)) == form


@both_editions
def test_a_row_holds_a_title_a_sentence_and_perhaps_should(edition: str) -> None:
    keys = {number: set(row) - {"should"} for number, row in provisions(edition).items()}

    assert {number: found for number, found in keys.items() if found != {"title", "says"}} == {}


@both_editions
def test_only_the_2022_code_has_shoulds_and_they_are_those_of_its_form(edition: str) -> None:
    marked = {
        number: row["should"] for number, row in provisions(edition).items() if "should" in row
    }

    assert marked == dict.fromkeys(SHOULD[edition].split(), True)


@both_editions
def test_titles_are_short_and_no_two_are_alike(edition: str) -> None:
    titles = [row["title"] for row in provisions(edition).values()]

    assert [title for title in titles if not 0 < len(title) <= 60 or title.endswith(".")] == []
    assert [title for title, times in Counter(titles).items() if times > 1] == []


@both_editions
def test_what_a_provision_says_is_one_sentence_that_fits_on_two_lines(edition: str) -> None:
    sentences = [row["says"] for row in provisions(edition).values()]

    assert [words for words in sentences if len(words) > 160] == []
    assert [words for words in sentences if not words.endswith(".") or ". " in words] == []


@both_editions
def test_words_are_plain_without_curly_leftovers_or_stray_spaces(edition: str) -> None:
    texts = [row[key] for row in provisions(edition).values() for key in ("title", "says")]

    assert [
        t for t in texts if not (t.isascii() and t.isprintable()) or set(t) & set("{}[]<>")
    ] == []
    assert [t for t in texts if t != " ".join(t.split()) or not t[0].isupper()] == []


@pytest.mark.parametrize(
    ("edition", "number", "figure"),
    [
        (edition, number, figure)
        for edition, rows in FIGURES.items()
        for number, figures in rows.items()
        for figure in figures.split("; ")
    ],
)
def test_a_time_limit_stands_in_the_sentence(edition: str, number: str, figure: str) -> None:
    assert figure in provisions(edition)[number]["says"]


@both_editions
def test_the_loader_gives_every_row_as_it_is_written(edition: str) -> None:
    loaded = load_provisions(f"housing-ombudsman-{edition}")

    assert {
        number: (row.number, row.title, row.says, row.should) for number, row in loaded.items()
    } == {
        number: (number, row["title"], row["says"], row.get("should", False))
        for number, row in provisions(edition).items()
    }


def test_the_lgscos_provisions_are_those_of_the_2024_code_and_stand_in_one_file() -> None:
    assert dict(load_provisions("lgsco-2026")) == dict(load_provisions("housing-ombudsman-2024"))
    assert sorted(file.name for file in EDITIONS.glob("*.provisions.toml")) == [
        "housing-ombudsman-2022.provisions.toml",
        "housing-ombudsman-2024.provisions.toml",
    ]


def test_each_2024_number_leads_to_its_2022_counterparts() -> None:
    pairs = (pair.split("→") for pair in COUNTERPARTS.split())

    assert counterparts() == {new: old.split("/") for new, old in pairs}


def test_every_number_among_the_counterparts_exists_in_its_edition() -> None:
    held = {number for numbers in counterparts().values() for number in numbers}

    assert held - set(provisions("2022")) == set()
    assert (set(counterparts()) | set(NONE_HELD.split())) - set(provisions("2024")) == set()


def test_a_number_known_to_have_no_counterpart_is_given_none() -> None:
    assert set(counterparts()) & set(NONE_HELD.split()) == set()

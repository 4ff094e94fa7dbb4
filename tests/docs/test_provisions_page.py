"""Each provision of the Code is said to be enforced and evidenced by what there really is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from landlord import on_sqlite
from rule_codes import raised

from casetrack.cli.provisions_page import provisions_page
from casetrack.domain.duties import DATED
from casetrack.domain.errors import SettingsError
from casetrack.domain.extensions import Lack
from casetrack.domain.facts.terms import Content
from casetrack.editions.enforcement import clocks, load_enforcement, read_enforcement
from casetrack.editions.loader import load_provisions

ROOT = Path(__file__).parents[2]
PROVISIONS = load_provisions("housing-ombudsman-2024")
ROWS = load_enforcement()

# What the source fills into a code that it builds; a code built in a new way has to be added here.
FILLED = {
    "*-late": ("defined-late", "logged-late"),
    "*-missed": (
        "update-missed",
        *(f"{dated.kind}-missed" for dated in DATED.values() if dated.provision),
    ),
    "*-not-weighed": tuple(
        f"{what}-not-weighed" for what in ("complexity", "vulnerability", "risk", "urgent-action")
    ),
    "extension-*": tuple(f"extension-{lack}" for lack in Lack),
    "states-no-*": tuple(f"states-no-{content}" for content in Content),
}


def spelt_out(code: str) -> tuple[str, ...]:
    return FILLED[code] if "*" in code else (code,)


def codes() -> set[str]:
    return {code for each in raised() for code in spelt_out(each.code)}


def raised_with_a_provision() -> Iterator[tuple[str, str]]:
    """Give every code with each provision that the source names beside it."""
    for each in raised():
        for code in spelt_out(each.code):
            yield from ((number, code) for number in each.numbers)
    for dated in DATED.values():
        yield from (
            (number, f"{dated.kind}-missed") for number in (dated.provision, dated.second) if number
        )


def test_each_of_the_72_provisions_has_its_row_in_the_order_of_the_form() -> None:
    assert list(ROWS) == list(PROVISIONS)
    assert len(ROWS) == 72


def test_no_provision_is_left_without_what_enforces_it_and_what_shows_it() -> None:
    cells = [line.split(" | ") for line in provisions_page().splitlines() if "| **" in line]
    assert len(cells) == 72
    assert [row for row in cells if len(row) != 3 or not all(c.strip(" |") for c in row)] == []


def test_what_is_recorded_where_nothing_can_be_enforced_is_a_whole_sentence() -> None:
    said = {number: row.recorded for number, row in ROWS.items() if not (row.codes or row.clocks)}
    assert {number for number, words in said.items() if not words.endswith(".")} == set()
    assert {"1.6", "3.3", "7.4"} <= set(said)


def test_every_way_in_which_a_rule_builds_a_code_is_known() -> None:
    assert {each.code for each in raised() if "*" in each.code} == set(FILLED)


def test_every_code_named_beside_a_provision_is_still_raised_by_a_rule() -> None:
    named = {code for row in ROWS.values() for code in row.codes}
    assert named - codes() == set()


def test_a_code_raised_with_a_provision_stands_beside_that_provision() -> None:
    missing = {(n, code) for n, code in raised_with_a_provision() if code not in ROWS[n].codes}
    assert missing == set()


def test_a_code_whose_provision_follows_from_the_edition_stands_somewhere() -> None:
    named = {code for row in ROWS.values() for code in row.codes}
    loose = {
        code
        for each in raised()
        if not each.numbers and not each.without
        for code in spelt_out(each.code)
    }
    assert {"answered-late", "not-acknowledged", "extension-past-limit"} <= loose
    assert loose - named == set()


def test_the_source_is_read_with_the_provision_of_each_rule() -> None:
    """A reading that found nothing would agree with everything: these pairs were read by hand."""
    pairs = set(raised_with_a_provision())
    assert {
        ("2.3", "within-12-months"),
        ("5.11", "within-12-months"),
        ("5.9", "promised-missing"),
        ("5.14", "review-missing"),
        ("6.9", "states-no-actions"),
        ("6.11", "not-defined"),
        ("6.19", "remedy-missing"),
        ("8.5", "return-missing"),
        ("1.4", "words-missing"),
    } <= pairs
    assert len(codes()) > 100


def test_every_day_of_a_provisions_own_is_counted_down_beside_it() -> None:
    of_the_code = {
        (number, dated.kind.value)
        for dated in DATED.values()
        for number in (dated.provision, dated.second)
        if number
    }
    assert {(n, key) for n, key in of_the_code if key not in ROWS[n].clocks} == set()
    of_a_stage = {key for key, (_, stage) in clocks().items() if stage}
    assert of_a_stage <= {key for row in ROWS.values() for key in row.clocks}


def test_every_figure_named_is_in_the_figures(tmp_path: Path) -> None:
    figures = on_sqlite(tmp_path).metrics()
    named = {figure for row in ROWS.values() for figure in row.figures}
    assert {figure for figure in named if not _holds(figures, figure.split("."))} == set()


def _holds(figures: Any, path: list[str]) -> bool:
    for key in path:
        if not isinstance(figures, dict) or key not in figures:
            return False
        figures = figures[key]
    return True


def test_the_page_of_provisions_is_up_to_date() -> None:
    page = (ROOT / "docs" / "provisions.md").read_text("utf-8")
    assert page == provisions_page(), (
        "run `python -m casetrack.cli.provisions_page > docs/provisions.md`"
    )


# --- the reader

FILE = ROOT / "casetrack" / "editions" / "housing-ombudsman-2024.enforcement.toml"


def changed(old: str, new: str) -> str:
    """Return the problems that a change to the file makes."""
    text = FILE.read_text("utf-8")
    assert old in text
    with pytest.raises(SettingsError) as problems:
        read_enforcement(text.replace(old, new, 1), FILE.name)
    return str(problems.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["6.12"]', '["6.122"]', '"6.122" is no provision of the Code. Did you mean "6.12"?'),
        ('["6.12"]', '["6.122"]', '"6.12" is missing.'),
        ('"triage-assessed"', '"triage-asessed"', 'Did you mean "triage-assessed"?'),
        ('"stage-1-backstop"', '"stage-1-backstp"', 'there is no clock "stage-1-backstp".'),
        ('"resident-record"', '"resident-recrd"', 'there is no record "resident-recrd".'),
        ("facts = ", "fact = ", '"fact" is not known. Did you mean "facts"?'),
        ('facts = ["complaint-received"]', "facts = []", "a list of names, or left out"),
        ('facts = ["complaint-received"]', 'facts = "complaint"', "a list of names, or left out"),
        ('"no-receipt"', '"No receipt"', '"No receipt" is not written as a code is.'),
        ('"no-receipt"', '"before-receipt"', '"before-receipt" stands there twice.'),
        ('recorded = "casetrack sends', 'recorded = " " # "', "it has to be a sentence"),
        ('["6.12"]', '["6.12"', "cannot be read as TOML"),
    ],
)
def test_a_slip_in_the_file_is_told_with_the_nearest_name(old: str, new: str, told: str) -> None:
    assert told in changed(old, new)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{ facts = ["choice-offered"] }', "nothing enforces it"),
        ('{ codes = ["choice-not-offered"] }', "nothing shows it"),
        ('"the choice"', "has to be a table"),
    ],
)
def test_a_row_that_says_half_is_refused(row: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_enforcement(f'"1.3" = {row}', "a file")


def test_every_problem_is_told_at_once() -> None:
    told = changed("codes = ", "code = ")
    assert len(told.splitlines()) >= 2
    assert f"The file {FILE.name} has to be mended:" in told

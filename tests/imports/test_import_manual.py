"""docs/import.md says of columns and limits what the reading does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casetrack.imports.cells import NO_DAY, NOTHING
from casetrack.imports.columns import NAMES
from casetrack.imports.manual import columns_table, limits_table

MANUAL = Path(__file__).parents[2] / "docs" / "import.md"


def between(mark: str) -> str:
    text = MANUAL.read_text("utf-8")
    return text.partition(f"<!-- {mark}: begin -->\n")[2].partition(f"<!-- {mark}: end -->")[0]


@pytest.mark.parametrize(("mark", "made"), [("columns", columns_table), ("limits", limits_table)])
def test_a_table_of_the_manual_is_the_one_made_from_the_code(
    mark: str, made: Callable[[], str]
) -> None:
    assert between(mark) == made(), f"Put {made.__name__}() between the {mark} marks of {MANUAL}."


def test_the_manual_lists_every_column() -> None:
    rows = between("columns").splitlines()[2:]

    assert [row.split("`")[1] for row in rows] == list(NAMES)


def test_the_manual_names_every_word_for_nothing() -> None:
    text = MANUAL.read_text("utf-8").casefold()

    for word in (NOTHING | NO_DAY) - {"", "--", "–", "—"}:
        assert f"`{word}`" in text

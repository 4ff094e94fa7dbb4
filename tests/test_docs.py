"""The pages that are made from the code say what the code does, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from casetrack.cli.manual import facts_page

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_page_of_facts_is_up_to_date() -> None:
    page = (ROOT / "docs" / "facts.md").read_text("utf-8")
    assert page == facts_page(), "run `python -m casetrack.cli.manual > docs/facts.md`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_command_that_the_readme_names_exists() -> None:
    from casetrack.cli.root import root

    named = set(re.findall(r"^    casetrack ([a-z]+)", (ROOT / "README.md").read_text(), re.M))
    assert named >= {"deadline", "import", "report"}
    assert named <= set(root.commands) | set(root.list_commands(None))  # type: ignore[arg-type]

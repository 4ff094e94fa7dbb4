"""The life of a complaint as the page tells it: every command prints what the page shows."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from console import as_run

PAGE = Path(__file__).parents[2] / "docs" / "walk-through.md"

# In the order of the page. What is refused is written here as well, so that a page written anew
# cannot take a command that no longer works for one that was meant to be refused.
REFUSED = (
    ("jbell", "user add TW", "Only a manager registers people."),
    ("jbell", "complaint-acknowledged", "(6.2)"),
    ("jbell", "response-extended", "(6.5)"),
    ("jbell", "pause", "The Code knows no pausing of a clock"),
    ("jbell", "response-issued", "(6.7)"),
    ("mwebb", "handler-assigned --stage 2 --handler JB", "(6.13)"),
    ("mwebb", "response-signed-off", "(6.13)"),
)
# What a life holds, from the first day to the last.
LIFE = (
    *("init", "user add", "resident register", "adjustment-agreed", "case open", "choice-offered"),
    *("triage-assessed", "contact-attempted", "complaint-defined", "complaint-acknowledged"),
    *("response-extended", "case preview", "resident-updated", "remedy-offered", "action-agreed"),
    *("response-signed-off", "response-issued", "learning-recorded", "remedy-delivered"),
    *("action-updated", "escalation-requested", "handler-assigned", "case why"),
    *("action-completed", "case-closed", "survey-sent", "ombudsman-enquiry", "case correct"),
    *("case history", "document add", "report bundle", "evidence-sent"),
    *("determination-received", "order-made", "order-complied", "case find", "check"),
)


@pytest.fixture(scope="module")
def written() -> str:
    return PAGE.read_text("utf-8")


def blocks(page: str) -> str:
    return "\n".join(re.findall(r"```console\n(.*?)```", page, re.S))


def test_every_command_prints_what_the_page_shows(written: str, tmp_path: Path) -> None:
    assert as_run(written, tmp_path).splitlines() == written.splitlines(), (
        "run `python tests/docs/console.py docs/walk-through.md` and read what has changed"
    )


def test_what_is_refused_is_what_was_meant_to_be(written: str) -> None:
    told = re.findall(
        r"^(\w+)\$ ((?:.+\\\n)*.+)\n((?:(?!\w+\$ ).*\n)*?)\[(\d)\]$", blocks(written), re.M
    )
    assert [(account, code) for account, _, _, code in told] == [
        (who, "1") for who, _, _ in REFUSED
    ]
    for (_, command, printed, _), (_, named, said) in zip(told, REFUSED, strict=True):
        assert named in command
        assert said in printed
        assert printed.startswith("Not recorded")


def test_the_life_goes_through_every_step_to_the_order(written: str) -> None:
    typed, at = blocks(written), 0
    for step in LIFE:
        found = re.search(rf"\$ casetrack (?:record \S+ )?{step}\b", typed[at:])
        assert found, f"{step} does not come, or comes too early"
        at += found.start()


def test_no_day_comes_before_the_one_above_it(written: str) -> None:
    days = re.findall(r"^## (\w+) (\d+ \w+ \d{4})", written, re.M)
    assert [
        name for name, day in days if datetime.strptime(day, "%d %B %Y").strftime("%A") != name
    ] == []
    told = [datetime.strptime(day, "%d %B %Y") for _, day in days]
    assert told == sorted(told)
    assert len(told) > 12

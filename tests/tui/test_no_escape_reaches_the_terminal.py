"""On a real terminal, whatever is on record: what the program writes is its own, byte by byte."""

import base64
import json
import re
from pathlib import Path

import pytest
import terminal
from hostile_landlord import MARKS, hostile_landlord
from landlord import Landlord, on_sqlite, row
from terminal import Terminal, left_as_it_was
from walked import WALKING, not_walked

from casetrack.text import safe_text

SIZE = 120, 40
STYLED = r"\x1b\[(?:[0-9]{1,3}(?:;[0-9]{1,3})*)?m"
PLACED = r"\x1b\[[0-9]{1,3};[0-9]{1,3}H"
MODES = r"\x1b\[\?(?:25|7|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048)[hl]"
ASKED = r"\x1b\[\?(?:2026|2048)\$p|\x1b\[>[0-9]{0,2}u|\x1b\[<u|\x1b\[\?u|\x1b\[c"
POINTER = r"\x1b\]22;[a-z-]*\x07"
ITS_OWN = re.compile("|".join((STYLED, PLACED, MODES, ASKED, POINTER)))
NOT_WALKED = {
    "ConflictScreen": "comes where somebody else recorded while a form was open",
    "LoggedScreen": "comes after a whole complaint was typed",
}
"""screens that keys alone do not lead to, and why"""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk through everything takes longer than one screen."""
    monkeypatch.setattr(terminal, "WAIT", 600.0)


def steering(written: bytes) -> set[str]:
    """Return what is left that a terminal would obey, once the program's own sequences are out."""
    left = ITS_OWN.sub("", written.decode("utf-8")).replace("\r\n", "").replace("\n", "")
    found = re.finditer(
        r".{0,20}[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", left
    )
    return {each.group() for each in found}


def environment(there: Landlord, **more: str) -> dict[str, str]:
    home = str(there.folder / "home")
    here = f"{Path(__file__).parent}:{Path(__file__).parents[1]}"
    return {
        "XDG_STATE_HOME": home,
        "XDG_CONFIG_HOME": home,
        "CASETRACK_CONFIG": str(there.config),
        "PYTHONPATH": here,
        **more,
    }


def test_no_screen_lets_a_word_on_record_steer_the_terminal(tmp_path: Path) -> None:
    there, cases = hostile_landlord(tmp_path)
    walked = tmp_path / "walked.json"
    more = {"CASES": json.dumps(cases), "WALKED": str(walked)}
    opened = Terminal(environment=environment(there, **more), size=SIZE, script=WALKING)
    try:
        assert opened.ended() == 0, opened.written[-3000:]
        assert left_as_it_was(opened) == []
    finally:
        opened.close()
    pressed = json.loads(walked.read_text())
    assert steering(opened.written) == set()
    for mark in MARKS:
        assert mark.encode() not in opened.written
        assert safe_text(mark) in ITS_OWN.sub("", opened.written.decode()), "it was shown"
    assert not any((there.folder / "home" / "casetrack").glob("incident-*"))
    assert not_walked(pressed) == set(NOT_WALKED), "what is not walked, is said why"


def test_a_reference_is_copied_as_data_that_steers_nothing(tmp_path: Path) -> None:
    there = on_sqlite(tmp_path).holds(row("1 \x1b]52;c;eA==\x07x\x9b31m", "2025-02-03"))
    opened = Terminal(environment=environment(there), size=SIZE)
    try:
        opened.until("5 working days (6.2)")
        opened.press("y")
        opened.until("is copied")
        opened.press("\x11")  # ctrl+q
        assert opened.ended() == 0
    finally:
        opened.close()
    copied = re.findall(rb"\x1b]52;c;([A-Za-z0-9+/=]*)\x07", opened.written)
    assert [base64.b64decode(each).decode()[:2] for each in copied] == ["1 "]
    rest = opened.written.replace(b"\x1b]52;c;" + copied[0] + b"\x07", b"")
    assert steering(rest) == set()

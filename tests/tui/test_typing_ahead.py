"""A burst of keys, as one packet of a remote session brings it, reaches what it is meant for."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from landlord import on_sqlite, row
from terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    there = on_sqlite(tmp_path).holds(
        row("C1", resident="Mr B O'Neill-Żak"), row("C2", resident="Ms A Example")
    )
    state = str(tmp_path / "state")
    made = Terminal(
        environment={
            "XDG_STATE_HOME": state,
            "XDG_CONFIG_HOME": state,
            "CASETRACK_CONFIG": str(there.config),
        },
        size=(100, 30),
    )
    made.until("5 working days (6.2)")
    yield made
    made.close()


def test_words_after_the_key_that_opens_their_box(terminal: Terminal) -> None:
    terminal.press("/zak\r")
    terminal.until("zak ×")


def test_words_after_the_key_that_opens_their_screen_and_after_tab(terminal: Terminal) -> None:
    terminal.press("nAda Testcase\t")
    terminal.until("Ada Testcase")


def test_keys_that_go_through_several_screens(terminal: Terminal) -> None:
    terminal.press("\rw")  # Enter opens the case, w its dates
    terminal.until("day 0")
    terminal.press("\x1b")
    terminal.until("history")


def test_what_follows_tab_is_typed_into_the_next_box(terminal: Terminal) -> None:
    # Past address, tenure, ways to reach her, her own record and who makes it: to the day.
    terminal.press("nAda Testcase" + "\t" * 6 + "-1")
    terminal.until("(yesterday)")


def test_a_key_after_a_filter_acts_on_what_the_filter_found(terminal: Terminal) -> None:
    # C1, Mr O'Neill-Żak's, is the first line; Ms Example's case is the one that is asked for.
    for _ in range(5):
        terminal.press("/example\r\r")
        terminal.until("C2   Ms A Example")
        terminal.press("\x1b")
        terminal.until("example ×")
        terminal.press("\x1b")
        terminal.until("O'N")


def test_no_key_overtakes_those_that_wait(terminal: Terminal) -> None:
    words = "The quick brown fox jumps over the lazy dog"
    terminal.press("n" + "\t" * 5)  # past who makes it, the day, the way and who was reached
    for letter in f"Quick {words}":
        terminal.press(letter)
        time.sleep(0.01)
    terminal.until(words)

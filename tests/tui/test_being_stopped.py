"""The UI on a real terminal, stopped in every way there is: the terminal is usable afterwards."""

import signal
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from landlord import Landlord, on_sqlite, row
from terminal import Terminal, left_as_it_was

SECRET = "she keeps a spare key under the pot"

# A fault in a screen, with a resident's words in a local variable and in its message.
FAULTY = f"""
import sys
from casetrack.tui.screens.worklist import WorklistScreen

def fails(self):
    words = {SECRET!r}
    raise RuntimeError(words)

WorklistScreen.action_why = fails
from casetrack.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def there(tmp_path: Path) -> Landlord:
    return on_sqlite(tmp_path).holds(row(resident="Ms Siân O'Neill-Żak"))


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def opened(there: Landlord, state: Path) -> Iterator[Callable[..., Terminal]]:
    """Open casetrack on a terminal, and wait until the worklist is explained."""
    made: list[Terminal] = []
    environment = {
        "XDG_STATE_HOME": str(state),
        "XDG_CONFIG_HOME": str(state),
        "CASETRACK_CONFIG": str(there.config),
    }

    def open_(script: str = "") -> Terminal:
        made.append(Terminal(environment=environment, script=script))
        made[-1].until("5 working days (6.2)")
        return made[-1]

    yield open_
    for each in made:
        each.close()


def test_leaving_by_key_is_no_failure(opened: Callable[..., Terminal]) -> None:
    terminal = opened()
    terminal.press("\x11")  # ctrl+q
    assert terminal.ended() == 0
    assert left_as_it_was(terminal) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_with_the_terminal_as_it_was(
    opened: Callable[..., Terminal], number: signal.Signals
) -> None:
    terminal = opened()
    terminal.send(number)
    assert terminal.ended() == 128 + number
    assert left_as_it_was(terminal) == []


def test_it_ends_when_its_terminal_is_gone_without_a_word(opened: Callable[..., Terminal]) -> None:
    terminal = opened()
    terminal.goes_away()
    assert terminal.ended() != 0


def test_a_fault_says_a_number_and_nothing_of_a_resident(
    opened: Callable[..., Terminal], state: Path
) -> None:
    terminal = opened(FAULTY)
    terminal.press("w")
    assert terminal.ended() == 3
    assert left_as_it_was(terminal) == []
    assert b"incident" in terminal.written
    assert b"Traceback" not in terminal.written
    (written,) = (state / "casetrack").glob("incident-*.txt")
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    text = written.read_text("utf-8")
    assert "in fails" in text, "it says where"
    assert "RuntimeError" in text
    assert SECRET not in text
    assert SECRET.encode() not in terminal.written

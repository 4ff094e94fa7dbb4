"""How the tests of the command line run a command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casetrack.cli import main


@pytest.fixture(autouse=True)
def _faults_are_written_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run one command; its exit code, what it printed and what it said beside that."""

    def run_(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run_

"""Commands as a page of docs/ shows them: run on the day the page gives, by whom it says.

`python tests/docs/console.py docs/walk-through.md` writes what they print now into the page.
"""

import contextlib
import gc
import importlib
import io
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import freezegun

import casetrack.cli
from casetrack.domain.facts import FACTS

COLUMNS = 100
"""the terminal that the pages show"""
_DAY = re.compile(r"^##+ .*?(\d{1,2} [A-Z][a-z]+ 20\d\d)")
_PROMPT = re.compile(r"^([a-z]+)\$ ")
_HEREDOC = re.compile(r"<<'?([A-Z]+)'?")
_HASH = re.compile(r"\b[0-9a-f]{12,64}\b")
# Only the edge reads the clock; what lies behind it keeps the real dates, which it tells by class.
_BEHIND_THE_EDGE = [
    *("tomllib", "sqlalchemy", "pydantic", "casetrack.cli.fact_options", "casetrack.calendars"),
    *("casetrack.domain", "casetrack.editions", "casetrack.imports", "casetrack.reports"),
    *("casetrack.service", "casetrack.settings", "casetrack.store"),
]


@dataclass(frozen=True, slots=True)
class Typed:
    """One command as it stands in a page."""

    lines: tuple[str, ...]
    """with the prompt before the first"""

    @property
    def account(self) -> str:
        """Whose account of the computer it is typed in."""
        found = _PROMPT.match(self.lines[0])
        return found[1] if found else ""

    @property
    def text(self) -> str:
        """What is typed."""
        return _PROMPT.sub("", "\n".join(self.lines), count=1)

    @property
    def words(self) -> list[str]:
        """What a command of ours is made of; another's is for the shell to take apart."""
        ours = self.text.startswith(("casetrack ", "cd "))
        return shlex.split(self.text.replace("\\\n", " ")) if ours else []


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command."""

    code: int
    printed: str
    """what a terminal shows of it"""

    @property
    def lines(self) -> list[str]:
        """The lines as a page shows them: hashes masked, an exit code other than 0 beneath."""
        lines = [_HASH.sub("…", line).rstrip() for line in self.printed.splitlines()]
        return [*lines, *([f"[{self.code}]"] if self.code else [])]


class _Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


class Shell:
    """A folder in which commands are run one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        _load_everything()

    def run(self, typed: Typed, day: str) -> Ran:
        """Run one command: casetrack's in this process on its day, any other in a real shell."""
        match typed.words:
            case ["cd", folder]:
                self.folder = self.folder / folder
                return Ran(0, "")
            case ["casetrack", *words] if "|" in words:
                ran = self._casetrack(words[: words.index("|")], typed.account, day, pipe=True)
                return self._in_a_shell(typed.text.partition(" | ")[2], ran.printed)
            case ["casetrack", *words]:
                return self._casetrack(words, typed.account, day)
            case _:
                return self._in_a_shell(typed.text)

    def _in_a_shell(self, command: str, given: str = "") -> Ran:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            text=True,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        return Ran(done.returncode, done.stdout)

    def _casetrack(self, words: list[str], account: str, day: str, *, pipe: bool = False) -> Ran:
        screen = (io.TextIOWrapper if pipe else _Screen)(io.BytesIO(), "utf-8", newline="")
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(screen),
            contextlib.redirect_stderr(screen),
            mock.patch.object(sys, "argv", ["casetrack"]),
            mock.patch.dict(os.environ, COLUMNS=str(COLUMNS), XDG_STATE_HOME=str(self.folder)),
            mock.patch("pwd.getpwuid", return_value=SimpleNamespace(pw_name=account)),
            freezegun.freeze_time(_morning(day), real_asyncio=True, ignore=_BEHIND_THE_EDGE),
        ):
            code = casetrack.cli.main(words)
        gc.enable()  # a command is over soon and collects nothing; the tests go on
        screen.flush()
        screen.seek(0)
        return Ran(code, screen.read())


def _load_everything() -> None:
    """Load what commands load late: a class made while the clock is stopped keeps false dates."""
    for module in pkgutil.walk_packages(casetrack.__path__, "casetrack."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert all(FACTS.values())


def _morning(day: str) -> datetime:
    return datetime.strptime(f"{day} 10:00", "%d %B %Y %H:%M")


def as_run(page: str, folder: Path) -> str:
    """Return a page with what its commands print now in the place of what it shows."""
    return "\n".join(_as_run(iter(page.splitlines()), Shell(folder))) + "\n"


def _as_run(lines: Iterator[str], shell: Shell) -> Iterator[str]:
    day = ""
    for line in lines:
        if found := _DAY.match(line):
            day = found[1]
        yield line
        if line == "```console":
            for typed in _commands(lines):
                yield from typed.lines
                yield from shell.run(typed, day).lines
            yield "```"


def _commands(lines: Iterator[str]) -> Iterator[Typed]:
    """Give the commands of one block, without what they are shown to print."""
    for line in lines:
        if line == "```":
            return
        if _PROMPT.match(line):
            command = [line]
            until = _HEREDOC.search(line)
            while command[-1].endswith("\\") or (until and command[-1] != until[1]):
                command.append(next(lines))
            yield Typed(tuple(command))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as empty:
            page = Path(name)
            page.write_text(as_run(page.read_text("utf-8"), Path(empty)), "utf-8")

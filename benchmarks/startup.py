"""B5: how long commands take to start, as multiples of an interpreter that does nothing."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measure import Row, at_most, counted

_ROUNDS = 15
_HEAVY = ("pydantic", "sqlmodel", "sqlalchemy", "holidays", "textual")
# What the installed command `casetrack` runs.
_SCRIPT = ("-c", "import sys; from casetrack.cli import main; sys.exit(main())")
_FACTS = '[{"on": "2024-12-24", "fact": "complaint-received"}]'


def run() -> list[Row]:
    """Measure B5."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.json"
        facts.write_text(_FACTS)
        config = _landlord(Path(folder))
        seconds = _medians(
            {
                "python -c pass": ["-c", "pass"],
                "import sqlmodel": ["-c", "import sqlmodel"],
                "--version": [*_SCRIPT, "--version"],
                "--help": [*_SCRIPT, "--help"],
                "deadline": [*_SCRIPT, "deadline", "2024-12-24", "5"],
                "timeline": [*_SCRIPT, "timeline", str(facts)],
                "due": [*_SCRIPT, "due", "--config", str(config)],
            }
        )
        rows = [
            at_most("B5", f"start of {name}", seconds, ours=name, theirs=theirs, goal=goal)
            for name, theirs, goal in (
                ("--version", "python -c pass", 5),
                ("--help", "python -c pass", 5),
                ("deadline", "python -c pass", 7),
                ("timeline", "python -c pass", 7),
                ("due", "import sqlmodel", 1.25),
            )
        ]
        for name, command in (
            ("deadline", ["deadline", "2024-12-24", "5"]),
            ("timeline", ["timeline", str(facts)]),
        ):
            loaded = _loaded(command)
            rows.append(counted("B5", f"heavy libraries loaded by {name}", len(loaded)))
        return rows


def _landlord(folder: Path) -> Path:
    _start(["-m", "casetrack", "init", str(folder / "landlord")])
    return folder / "landlord" / "casetrack.toml"


def _medians(commands: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Turn and turn about, so that a busy machine slows all of them."""
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for place in range(_ROUNDS + 1):
        for name, command in commands.items():
            begun = time.perf_counter()
            _start(command)
            if place:  # the first round writes bytecode and fills the disk's cache
                taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in taken.items()}


def _start(command: Sequence[str]) -> None:
    # A machine may be told not to keep bytecode; an installed casetrack has it.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *command], check=False, capture_output=True, env=environment)


def _loaded(command: Sequence[str]) -> list[str]:
    code = (
        "import sys; from casetrack.cli import main; main(sys.argv[1:]); "
        f"print(*[m for m in {_HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
    )
    return done.stderr.splitlines()[-1].split()

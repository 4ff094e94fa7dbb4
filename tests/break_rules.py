"""Break rules of the Code one at a time in a copy of casetrack, and see that a test notices each.

    .venv/bin/python tests/break_rules.py [NAME …]

Reads tests/data/broken_rules.toml: what each break is called, the words it changes in which file,
and the tests that have to turn red. Exits 1 when one stays green. Not part of the test run: it
takes minutes.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BREAKS = ROOT / "tests" / "data" / "broken_rules.toml"
COPIED = ("casetrack", "calendars", "templates", "tests", "benchmarks", "docs", "pyproject.toml")
_ONE_AT_A_TIME = ("-n", "0", "-x", "-q", "-p", "no:cacheprovider")
NO_TEST_FAILED, A_TEST_FAILED = 0, 1


def main(names: list[str]) -> int:
    """Break every rule, or those named, and print which test noticed."""
    breaks = tomllib.loads(BREAKS.read_text("utf-8"))["break"]
    chosen = [each for each in breaks if not names or each["name"] in names]
    survived = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "casetrack"
        copy.mkdir()
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", ".hypothesis")
                shutil.copytree(source, copy / name, ignore=ignored)
            else:
                shutil.copy(source, copy / name)
        for number, each in enumerate(chosen, start=1):
            started = time.monotonic()
            noticed = _noticed_by(copy, each)
            survived += noticed is None
            said = noticed or "NOBODY NOTICED"
            print(f"{number:>3}  {each['name']}: {said}  ({time.monotonic() - started:.0f} s)")
    print(f"{len(chosen) - survived} of {len(chosen)} noticed")
    return 1 if survived else 0


def _noticed_by(copy: Path, each: dict[str, Any]) -> str | None:
    """Return the first test that turned red, None where all stayed green."""
    file = copy / each["file"]
    whole = file.read_text("utf-8")
    if whole.count(each["words"]) != 1:
        raise SystemExit(f"{each['name']}: its words are in {each['file']} not just once")
    file.write_text(whole.replace(each["words"], each["instead"]), "utf-8")
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *_ONE_AT_A_TIME, *each["tests"]],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.write_text(whole, "utf-8")
    if ran.returncode == NO_TEST_FAILED:
        return None
    if ran.returncode != A_TEST_FAILED:
        raise SystemExit(f"{each['name']}: the tests could not be run\n{ran.stdout}{ran.stderr}")
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", ran.stdout, re.MULTILINE)
    return failed[1] if failed else "a test"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

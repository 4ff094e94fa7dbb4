"""Make the pictures of the terminal UI in docs/screens anew, from the made-up landlord.

    .venv/bin/python tests/docs/screens.py

Each is a screen at a size that handlers have, as it is on Wed 25 November 2026.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "tui")]

PICTURES: Final = ROOT / "docs" / "screens"
NOW: Final = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # Wed


class Screen(NamedTuple):
    """One picture: what it is called, how big it is, and the keys that lead there."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str]


SCREENS: Final = (
    Screen("worklist", (100, 30), ()),
    Screen("worklist-80x24", (80, 24), ("2",)),
    Screen("case-file", (120, 40), ("0", "enter")),
    Screen("why", (100, 40), ("w",)),
    Screen("what-may-be-done", (100, 30), ("p",)),
    Screen("recording", (100, 30), (*("down",) * 8, "enter", "x")),
    Screen("new-complaint", (100, 34), ("n",)),
    Screen("manager", (120, 40), ("m",)),
    Screen("figures", (120, 40), ("f",)),
    Screen("keys", (100, 34), ("question_mark",)),
)


def main() -> None:
    """Make every picture."""
    import conftest  # noqa: F401  loads what no frozen clock may load
    from freezegun import freeze_time
    from landlord import Landlord, run
    from pilots import at_work, settled
    from textual.pilot import Pilot

    from casetrack.tui.app import CasetrackApp

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        with freeze_time(NOW, real_asyncio=True):
            run("demo", Path(folder) / "demo").done()
        there = Landlord(Path(folder) / "demo" / "casetrack.toml")
        for screen in SCREENS:

            async def job(pilot: "Pilot[None]", app: CasetrackApp, each: Screen = screen) -> None:
                for key in each.keys:
                    await pilot.press(key)
                    await settled(pilot)
                await settled(pilot)
                picture = standing_alone(app.export_screenshot(title=f"casetrack: {each.name}"))
                (PICTURES / f"{each.name}.svg").write_text(picture, "utf-8")

            at_work(there, job, size=screen.size, now=NOW, account="JB")


def standing_alone(svg: str) -> str:
    """Return a picture that asks no other site for a font, and is the same each time."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono")
    unique = re.search(r"terminal-(\d+)-", svg)
    svg = svg.replace(f"terminal-{unique[1]}", "terminal") if unique else svg
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    main()

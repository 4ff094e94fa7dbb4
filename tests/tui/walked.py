"""Every screen walked through by its own keys: a new screen or key is walked without being named.

Run inside the program, on its terminal: `WALKING` is a script that starts casetrack and walks.
What was walked is written to the file that WALKED in the environment names.
"""

import importlib
import inspect
import json
import os
import pkgutil
from pathlib import Path
from typing import Any, Final

from textual.pilot import Pilot
from textual.screen import Screen

from casetrack.tui import messages, screens
from casetrack.tui.screens.base import DeskScreen

WALKING: Final = """
import sys
import walked
from casetrack.tui.app import CasetrackApp

CasetrackApp.run = walked.running(CasetrackApp.run)
from casetrack.cli import main
sys.exit(main(sys.argv[1:]))
"""
_NOT_PRESSED: Final = frozenset(
    {
        "app.quit",
        "app.export",  # writes a file
        "case.document",  # writes a file
        "form.editor",  # starts another program, which has the terminal to itself
        "worklist.copy",  # writes to the clipboard, which is tested by itself
        "case.copy",
        "cases.copy",
    }
)
_LEAVES: Final = ("escape", "back", "leave", "close", "dismiss")
_STEPS: Final = 6


def every_screen() -> set[str]:
    """Return the names of all screens there are."""
    found = set()
    for each in pkgutil.iter_modules(screens.__path__):
        module = importlib.import_module(f"{screens.__name__}.{each.name}")
        for name, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, Screen) and cls.__module__ == module.__name__:
                found.add(name)
    return found - {DeskScreen.__name__}


def running(run: Any) -> Any:
    """Return `App.run` with somebody walking."""
    return lambda app: run(app, auto_pilot=_walk)


async def _walk(pilot: "Pilot[Any]") -> None:
    walk = Walk(pilot)
    references = json.loads(os.environ["CASES"])
    try:
        await walk.settled()
        for place, reference in enumerate(references):
            home = pilot.app.screen
            home.post_message(messages.CaseWanted(reference))
            await walk.settled()
            await walk.through(pilot.app.screen, again=place > 0)
            await walk.back_to(home)
        await walk.through(pilot.app.screen)
        for _ in range(len(references) // 2):
            await walk.press("pagedown")
    finally:
        Path(os.environ["WALKED"]).write_text(json.dumps(walk.pressed))
        pilot.app.exit()


class Walk:
    """Who walks, and what they pressed where."""

    def __init__(self, pilot: "Pilot[Any]") -> None:
        self._pilot = pilot
        self._app = pilot.app
        self.pressed: dict[str, list[str]] = {}
        """by the name of the screen, the bindings that were pressed there"""

    async def settled(self) -> None:
        """Wait until all that was begun is done and painted."""
        for _ in range(2):
            await self._pilot.pause()
            await self._app.workers.wait_for_complete()
        await self._pilot.pause(0.05)

    async def press(self, key: str) -> None:
        """Press a key."""
        self._app.simulate_key(key)
        await self.settled()

    async def through(self, screen: Screen[Any], *, again: bool = False) -> None:
        """Press every key of a screen once, and walk where each leads; `again`: its parts alone."""
        name = type(screen).__name__
        if name in self.pressed and not again:
            return
        pressed = self.pressed.setdefault(name, [])
        begun = [] if again else pressed
        for key, binding in self._keys(screen, only_figures=again):
            if binding in begun and not again:
                continue
            pressed.append(binding)
            await self.press(key)
            while self._app.screen is not screen:
                await self.through(self._app.screen)
                if not await self.back_to(screen):
                    return

    def _keys(self, screen: Screen[Any], *, only_figures: bool) -> list[tuple[str, str]]:
        """Return the keys with their bindings; those that leave the screen last."""
        keys = [
            (key, active.binding.id, active.binding.action)
            for key, active in screen.active_bindings.items()
            if active.binding.id and active.binding.id not in _NOT_PRESSED and active.enabled
        ]
        if only_figures:
            keys = [each for each in keys if each[0].isdecimal()]
        keys.sort(key=lambda each: each[0] == "escape" or each[2].startswith(_LEAVES))
        return [(key, binding) for key, binding, _ in keys]

    async def back_to(self, screen: Screen[Any]) -> bool:
        """Go back to a screen; False where it was left for good."""
        for _ in range(_STEPS):
            if self._app.screen is screen:
                return True
            if screen not in self._app.screen_stack:
                return False
            await self.press("escape")
        while self._app.screen is not screen:  # it holds on: a form that asks, a list in a box
            self._app.pop_screen()
            await self.settled()
        return True

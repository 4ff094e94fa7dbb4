"""Every screen walked through by its own keys: a new screen or key is walked without being named.

`WALKING` is a script that starts casetrack and walks, on whatever terminal it is on. It opens the
cases that CASES in the environment lists, and writes what it pressed to the file that WALKED names.
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
        "worklist.copy",  # writes to the clipboard: tested by itself
        "case.copy",
    }
)
_MOVES: Final = ("table.", "view.", "case.history", "worklist.next", "worklist.day", "worklist.s")
_TYPES: Final = ("worklist.filter", "find.", "app.find")
_LEAVES: Final = ("escape", "back", "leave", "close", "dismiss", "answer('')")
_STEPS: Final = 6


def every_screen() -> dict[str, type[Screen[Any]]]:
    """Return all screens there are by their names."""
    found: dict[str, type[Screen[Any]]] = {}
    for each in pkgutil.iter_modules(screens.__path__):
        module = importlib.import_module(f"{screens.__name__}.{each.name}")
        found |= {
            name: cls
            for name, cls in inspect.getmembers(module, inspect.isclass)
            if issubclass(cls, Screen) and cls.__module__ == module.__name__
        }
    return found


def not_walked(pressed: dict[str, list[str]]) -> set[str]:
    """Return the screens that were not walked, nor any that is made from them."""
    known = every_screen()
    walked = {base.__name__ for name in pressed if name in known for base in known[name].mro()}
    return set(known) - walked


def running(run: Any) -> Any:
    """Return `App.run` with somebody walking."""
    return lambda app: run(app, auto_pilot=_walk)


async def _walk(pilot: "Pilot[Any]") -> None:
    walk, home = Walk(pilot), pilot.app.screen
    references = json.loads(os.environ["CASES"])
    try:
        await walk.settled()
        home = pilot.app.screen
        for reference in references:
            home.post_message(messages.CaseWanted(reference))
            await walk.settled()
            await walk.parts(pilot.app.screen)
            await walk.through(pilot.app.screen)
            await walk.back_to(home)
        for _ in range(_STEPS):
            await walk.press("pagedown")
        await walk.press("home")
        await walk.through(home)
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
            while not all(worker.is_finished for worker in self._app.workers):
                await self._pilot.pause(0.01)
        await self._pilot.pause(0.05)

    async def press(self, key: str) -> None:
        """Press a key."""
        self._app.simulate_key(key)
        await self.settled()

    async def through(self, screen: Screen[Any]) -> None:
        """Press every key of a screen once, and walk where each leads."""
        name = type(screen).__name__
        if name in self.pressed:
            return
        pressed = self.pressed.setdefault(name, [])
        for key, binding in _keys(screen):
            if binding not in pressed:
                pressed.append(binding)
                await self.press(key)
                while self._app.screen is not screen:
                    await self.through(self._app.screen)
                    if not await self.back_to(screen):
                        return

    async def parts(self, screen: Screen[Any]) -> None:
        """Look at the parts of another case, and at its first and last entries."""
        for key in ("2", "3", "4", "5", "6", "7", "1", "enter", "end", "enter"):
            await self.press(key)
            if self._app.screen is not screen:
                await self.through(self._app.screen)
                await self.back_to(screen)

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


def _keys(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Return the keys with their bindings, those that lead on first, those that leave last."""
    found = [
        (key, active.binding.id, active.binding.action)
        for key, active in screen.active_bindings.items()
        if active.binding.id and active.binding.id not in _NOT_PRESSED and active.enabled
    ]

    def place(each: tuple[str, str, str]) -> int:
        key, binding, action = each
        if key == "escape" or action.startswith(_LEAVES):
            return 3
        return 2 if binding.startswith(_TYPES) else 1 if binding.startswith(_MOVES) else 0

    return [(key, binding) for key, binding, _ in sorted(found, key=place)]

"""The command palette: everything the keys do, by its words."""

from collections.abc import Callable, Iterator

from textual.app import App, SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from casetrack.tui.screens.help import readable


def commands_of(app: App[None], screen: Screen[object]) -> Iterator[SystemCommand]:
    """Give what can be done on a screen, then what can be done anywhere."""
    told = set()
    for key, active in screen.active_bindings.items():
        binding = active.binding
        if not binding.description or binding.system or binding.action in told:
            continue
        if not active.enabled or binding.action in ("command_palette", "app.command_palette"):
            continue
        told.add(binding.action)
        run = _runner(app, binding.action, active.node)
        yield SystemCommand(binding.description, f"{readable(key)}", run)
    for name in app.available_themes:
        if name.startswith("casetrack"):
            yield SystemCommand(f"Theme: {name}", "How it all looks", _theme(app, name))
    yield SystemCommand("Quit", "ctrl+q; drafts are kept", app.action_quit)


def _runner(app: App[None], action: str, node: DOMNode) -> Callable[[], None]:
    def run() -> None:
        app.call_later(app.run_action, action, node)

    return run


def _theme(app: App[None], name: str) -> Callable[[], None]:
    def pick() -> None:
        app.theme = name

    return pick

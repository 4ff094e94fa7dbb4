"""The keys of a screen, as they are now: what `?` shows."""

from collections.abc import Iterable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """Every key that does something where `?` was pressed, and the name it is remapped by."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll {
        width: 90%; max-width: 96; height: auto; max-height: 90%;
        border: round $accent; background: $surface; padding: 0 1;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close", id="help.close"),
    ]

    def __init__(self, title: str, bindings: Iterable[ActiveBinding]) -> None:
        """Take what the screen is called and its keys."""
        super().__init__()
        self._title = title
        self._rows = rows_of(bindings)

    def compose(self) -> ComposeResult:
        """Lay the keys out in a table."""
        table = Table(box=None, pad_edge=False, show_header=True, header_style="bold")
        for heading in ("Key", "Does", "Name, to remap it"):
            table.add_column(heading)
        for keys, does, name in self._rows:
            table.add_row(Text(keys), Text(does), Text(name, style="dim"))
        with VerticalScroll():
            yield Static(Text(self._title or "Keys", style="bold"))
            yield Static(table)
            yield Static(
                Text(
                    "\nOwn keys: ~/.config/casetrack/ui.toml, a table [keys] with lines such as "
                    '"worklist.why" = "f2".',
                    style="dim",
                )
            )


def rows_of(bindings: Iterable[ActiveBinding]) -> list[tuple[str, str, str]]:
    """Return keys, what they do and the name to remap them by; keys of one binding together.

    The screen's own first, then those of what has the keys on it, then those of everywhere.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for active in sorted(bindings, key=_place):
        binding = active.binding
        if binding.description and not binding.system:
            said = (binding.description, binding.id or "")
            found.setdefault(said, []).append(readable(binding.key))
    return [(" ".join(dict.fromkeys(keys)), *said) for said, keys in found.items()]


def _place(active: ActiveBinding) -> int:
    if not active.binding.id:
        return 3  # Textual's
    return 0 if isinstance(active.node, Screen) else 2 if isinstance(active.node, App) else 1


def readable(key: str) -> str:
    """Return a key as people write it: ctrl+s, ?, PgDn."""
    return _READABLE.get(key, key)


_READABLE = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "comma": ",",
    "full_stop": ".",
}

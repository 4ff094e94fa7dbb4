"""Every binding of the UI by its id, for those who remap their keys; and keys that clash then."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from casetrack.tui import screens, widgets
from casetrack.tui.screens.help import readable


def binding_ids() -> frozenset[str]:
    """Return the id of every binding there is; loads every screen."""
    return frozenset(binding.id for binding in _bindings() if binding.id)


def clashes(screen: Screen[Any], own: Mapping[str, str]) -> list[str]:
    """Return in words which of somebody's own keys are asked to do two things on a screen.

    `own`: the id of a binding → its keys. Textual itself drops one of the two without a word.
    """
    nodes = screen.focused.ancestors_with_self if screen.focused else [screen, screen.app]
    doing: dict[str, dict[str, Binding]] = {}
    for node in nodes:
        usual = node._bindings.key_to_bindings.items()  # noqa: SLF001  before they are remapped
        for key, each in ((key, each) for key, bindings in usual for each in bindings):
            if each.id:
                for its in own.get(each.id, key).split(","):
                    doing.setdefault(its, {})[each.id] = each
    return [
        f'"{readable(key)}" is asked to do two things here: '
        + " and ".join(f"{each.description} ({name})" for name, each in what.items())
        + ". Only one of them happens: give one another key in ui.toml."
        for key, what in doing.items()
        if len(what) > 1 and any(name in own for name in what)
    ]


def _bindings() -> Iterator[Binding]:
    from casetrack.tui import app  # it loads this module's neighbours

    modules = [
        app,
        *(
            importlib.import_module(f"{package.__name__}.{found.name}")
            for package in (screens, widgets)
            for found in pkgutil.iter_modules(package.__path__)
        ),
    ]
    for module in modules:
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, DOMNode) and cls.__module__ == module.__name__:
                own = cls.__dict__.get("BINDINGS", ())
                yield from (each for each in own if isinstance(each, Binding))

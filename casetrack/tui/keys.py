"""Every binding of the UI by its id, for those who remap their keys; and keys that clash then."""

import importlib
import inspect
import pkgutil
import string
from collections.abc import Iterator, Mapping
from typing import Any, Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, _character_to_key
from textual.screen import Screen

from casetrack.tui import screens, widgets
from casetrack.tui.screens.help import readable


def binding_ids() -> frozenset[str]:
    """Return the id of every binding there is; loads every screen."""
    return frozenset(binding.id for binding in _bindings() if binding.id)


def key_problem(name: str, keys: str) -> str:
    """Return what is wrong with the keys that somebody gives a binding; "" where nothing is."""
    typed = [each.strip() for each in keys.split(",")]
    for key in typed:
        if not _is_key(key):
            return f'"{key}" is no key: write it as f2, ctrl+k or a letter.'
        # A binding that comes before what has the keys would take the letter out of every word.
        is_letter = len(key) == 1 or key == "space" or key in _NAMED_LETTERS
        if is_letter and name in _taking_precedence():
            return f'"{key}" is typed in words: give it a key such as f2 or ctrl+k.'
    return ""


_NAMED_LETTERS: Final = {_character_to_key(letter): letter for letter in string.punctuation}
_KNOWN: Final = {each.value for each in Keys} | _NAMED_LETTERS.keys() | {"space"}


def _is_key(key: str) -> bool:
    bare = key
    for modifier in ("ctrl+", "alt+", "shift+", "super+"):
        bare = bare.removeprefix(modifier)
    return (len(bare) == 1 and bare.isprintable()) or bare in _KNOWN or key in _KNOWN


def _taking_precedence() -> frozenset[str]:
    return frozenset(binding.id for binding in _bindings() if binding.id and binding.priority)


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

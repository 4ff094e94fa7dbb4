"""Every binding of the UI by its id, for those who remap their keys."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode

from casetrack.tui import screens, widgets


def binding_ids() -> frozenset[str]:
    """Return the id of every binding there is; loads every screen."""
    return frozenset(binding.id for binding in _bindings() if binding.id)


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

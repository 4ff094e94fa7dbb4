"""What one person likes: a theme and their own keys, in a file of their own; a team's settings are
elsewhere (casetrack.toml).

    theme = "casetrack-light"
    [keys]
    "worklist.why" = "f2"
"""

import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from casetrack.domain.errors import SettingsError, nearest

_FILE: Final = "ui.toml"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person likes."""

    theme: str = ""
    """"" for what was picked last"""
    keys: Mapping[str, str] = field(default_factory=dict)
    """the id of a binding → its keys, with commas between"""


def preferences_file() -> Path:
    """Return where the preferences are looked for; the file need not be there."""
    home = os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "casetrack" / _FILE


def load_preferences(
    path: Path,
    themes: Collection[str],
    bindings: Callable[[], Collection[str]],
    problem: Callable[[str, str], str],
) -> Preferences:
    """Return what a file says, nothing where there is none.

    `bindings` gives the ids there are, `problem` what is wrong with the keys of one.

    Raises SettingsError for a file that cannot be read and for a theme, a binding or a key of the
    file that there is not, with the nearest there is.
    """
    try:
        held = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    for name in held:
        if name not in ("theme", "keys"):
            raise SettingsError(
                f'{path}: there is no setting "{name}".{nearest(name, ("theme", "keys"))} '
                "The settings are: theme, keys."
            )
    theme = _text(path, "theme", held.get("theme", ""))
    if theme and theme not in themes:
        raise SettingsError(
            f'{path}: there is no theme "{theme}".{nearest(theme, themes)} '
            f"The themes are: {', '.join(themes)}."
        )
    own = held.get("keys", {})
    return Preferences(theme, _keys(path, own, bindings(), problem) if own else {})


def _keys(
    path: Path, held: Any, bindings: Collection[str], problem: Callable[[str, str], str]
) -> dict[str, str]:
    if not isinstance(held, dict):
        raise SettingsError(f'{path}: "keys" has to be a table: [keys].')
    keys = {}
    for name, typed in held.items():
        if name not in bindings:
            raise SettingsError(
                f'{path}: there is no key "keys.{name}".{nearest(name, bindings)} '
                "`?` in casetrack shows the name of each."
            )
        keys[name] = _text(path, f"keys.{name}", typed)
        if wrong := problem(name, keys[name]):
            raise SettingsError(f'{path}: "{name}": {wrong}')
    return keys


def _text(path: Path, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise SettingsError(f'{path}: "{name}" has to be a text, as in {name} = "…".')
    return value.strip()

"""What the UI remembers between runs: the view, the order, the theme. No resident's word is in it.

A file that cannot be read or written is no reason to stop a handler: then nothing is remembered.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from casetrack.incident import state_folder

_FILE: Final = "ui.json"


class Remembered:
    """Names and short texts, kept from one run to the next."""

    def __init__(self, path: Path | None = None) -> None:
        """Read what was kept, by default in the person's own state folder."""
        self._path = path
        self._held: dict[str, str] = {}
        with contextlib.suppress(OSError, RuntimeError, ValueError, RecursionError):
            self._path = path or state_folder() / _FILE
            read = json.loads(self._path.read_text("utf-8"))
            if isinstance(read, Mapping):
                self._held = {str(k): v for k, v in read.items() if isinstance(v, str)}

    def get(self, name: str) -> str:
        """Return what was kept under a name, "" where nothing was."""
        return self._held.get(name, "")

    def keep(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        if self._held.get(name) == value or self._path is None:
            return
        self._held[name] = value
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = self._path.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(self._held, indent=1), "utf-8")
            fresh.replace(self._path)

"""A fault of casetrack's own, written down for whoever looks after it, without a resident's words.

Knows files and tracebacks, never a complaint.
"""

import contextlib
import os
import traceback
from pathlib import Path

from casetrack import __version__


def state_folder() -> Path:
    """Return this person's folder for what casetrack keeps between runs; it may not be there yet.

    Raises RuntimeError where the person has no home.
    """
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local" / "state") / "casetrack"


def written_down(fault: BaseException) -> str:
    """Write what happened to a file only its owner can read; return the words for the person."""
    number = os.urandom(3).hex()
    # No local variables and no message: both may hold a resident's words.
    frames = "".join(traceback.format_tb(fault.__traceback__))
    text = f"casetrack {__version__} incident {number}\n{frames}{type(fault).__name__}\n"
    where = "It could not be written down"
    with contextlib.suppress(OSError, RuntimeError):  # there may be no home to write it to
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"incident-{number}.txt"
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
        where = f"Details, without any resident's words: {file}"
    return (
        f"casetrack met a fault of its own (incident {number}); what was not confirmed was not "
        f"saved.\n{where}. Please pass it to whoever looks after casetrack."
    )

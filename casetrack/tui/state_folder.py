"""Where the terminal UI keeps what belongs to one database: a folder of its owner's alone."""

from hashlib import sha256
from pathlib import Path

from casetrack.incident import state_folder


def folder_of(url: str, name: str) -> Path:
    """Return the folder for `name` (such as drafts) of a database; it may not be there yet.

    Raises RuntimeError where the person has no home.
    """
    return state_folder() / name / sha256(url.encode()).hexdigest()[:24]

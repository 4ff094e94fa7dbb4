"""What was typed into a form and not recorded yet: kept in files that only its owner can read.

Knows files and texts; nothing of what a field means. What is typed is kept letter by letter, also
where it cannot be read.
"""

import contextlib
import itertools
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, get_args

from casetrack.domain.errors import CouldNot
from casetrack.domain.facts import RecordKind


class DraftName(NamedTuple):
    """The form that a draft belongs to."""

    kind: str
    """of the record"""
    reference: str
    """"" of a record that is not opened yet"""
    fact: str
    stage: int = 0
    entry: int = -1
    """the entry that is put right; -1 for none"""
    place: int = 1
    """of several that are begun beside each other"""

    @property
    def file(self) -> str:
        """The name of its file, which tells nothing of whom it is about."""
        return sha256(json.dumps(list(self)).encode()).hexdigest()[:40] + ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in a form."""

    name: DraftName
    typed: Mapping[str, Any]
    """field → what was typed"""
    based_on: int | None
    """how many entries the record had when the form was opened"""
    command_id: str
    """sent again under it, it is recorded once"""
    written_at: datetime


class Drafts:
    """The drafts of one person on one database."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which is made when something is kept."""
        self.folder = folder
        self._lock = threading.Lock()
        self._done: set[str] = set()
        """commands that were recorded: nothing of theirs is kept any more"""
        self._turns = itertools.count(1)
        self._latest: dict[DraftName, int] = {}

    def turn(self) -> int:
        """Return the next place in the order in which things are typed."""
        return next(self._turns)

    def all(self) -> tuple[Draft, ...]:
        """Return every draft that can be read, those written last first."""
        with contextlib.suppress(OSError):
            names = (self._name_of(file) for file in self.folder.glob("*.json"))
            found = [draft for name in names if name is not None and (draft := self.of(name))]
            return tuple(sorted(found, key=lambda each: each.written_at, reverse=True))
        return ()

    def about(self, kind: str, reference: str) -> tuple[Draft, ...]:
        """Return the drafts on one record, those written last first."""
        of = (kind, reference)
        return tuple(each for each in self.all() if (each.name.kind, each.name.reference) == of)

    @staticmethod
    def _name_of(file: Path) -> DraftName | None:
        """Return the form that a file belongs to, None where it does not say."""
        try:
            kind, reference, fact, *numbers = json.loads(file.read_text("utf-8"))["about"]
            name = DraftName(str(kind), str(reference), str(fact), *map(int, numbers))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return name if name.file == file.name and name.kind in get_args(RecordKind) else None

    def has(self, name: DraftName) -> bool:
        """Say whether a form has a draft, without reading it."""
        return os.path.lexists(self.folder / name.file)

    def of(self, name: DraftName) -> Draft | None:
        """Return the draft of a form, None where there is none.

        A file that cannot be read is put aside, not written over. Raises CouldNot for a folder that
        cannot be read.
        """
        file = self.folder / name.file
        try:
            text = file.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise CouldNot(f"The draft {file} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:
            self._put_aside(file)
            return None
        try:
            held = json.loads(text)
            written_at = datetime.fromisoformat(held["written_at"])
            if written_at.tzinfo is None:
                raise ValueError
            return Draft(
                name=name,
                typed=dict(held["typed"]),
                based_on=None if held["based_on"] is None else int(held["based_on"]),
                command_id=str(held["command_id"]),
                written_at=written_at,
            )
        except (ValueError, KeyError, TypeError, RecursionError):
            self._put_aside(file)
            return None

    def _put_aside(self, file: Path) -> None:
        with contextlib.suppress(OSError):
            file.replace(file.with_name(f"{file.stem}.unreadable-{os.urandom(3).hex()}"))

    def keep(self, draft: Draft, turn: int) -> None:
        """Write a draft in the place of the one before, unless a later turn was there already.

        Raises CouldNot where the disk does not take it.
        """
        with self._lock:
            if draft.command_id in self._done or turn < self._latest.get(draft.name, 0):
                return
            self._latest[draft.name] = turn
            held = {
                "about": list(draft.name),
                "typed": draft.typed,
                "based_on": draft.based_on,
                "command_id": draft.command_id,
                "written_at": draft.written_at.isoformat(),
            }
            try:
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _write(self.folder / draft.name.file, json.dumps(held).encode())
            except (OSError, RuntimeError) as error:
                raise CouldNot(
                    f"The draft cannot be kept in {self.folder} ({error}): what is typed is in "
                    "this form alone until it is recorded."
                ) from error

    def drop(self, name: DraftName, *, command_id: str = "") -> None:
        """Take a draft away: it was recorded, with its command, or is not wanted any more."""
        with self._lock:
            if command_id:
                self._done.add(command_id)
            self._latest[name] = self.turn()
            with contextlib.suppress(OSError):
                (self.folder / name.file).unlink()


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner's eyes only."""
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    with contextlib.suppress(OSError):  # not every system lets a folder be written through
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""Places for drafts of one kind: a form that is open holds its own against every other window.

A place is held by a lock on a file beside its draft, which goes with the process that holds it.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from casetrack.domain.errors import CouldNot
from casetrack.tui.drafts import Draft, DraftName, Drafts

_MOST: Final = 50
"""places that are looked through for a draft"""


class Slot:
    """A place for one draft, held until it is let go."""

    def __init__(self, name: DraftName, file: Path, lock: int | None) -> None:
        """Take the draft it is for, and the file that is open and locked; None for none."""
        self.name = name
        self._file = file
        self._lock = lock

    def let_go(self) -> None:
        """Leave the place to whoever comes next."""
        lock, self._lock = self._lock, None
        if lock is not None:
            with contextlib.suppress(OSError):
                self._file.unlink()
            os.close(lock)


def first_free(
    name: DraftName, drafts: Drafts, *, empty: bool = False, only: bool = False
) -> tuple[Slot, Draft | None]:
    """Hold the first free place that has a draft, else the first without; return it with the draft.

    `empty`: one without, though a draft waits elsewhere; `only`: no other draft than the one that
    is named. Raises CouldNot for a draft that cannot be read.
    """
    looked_at = (name,) if only else itertools.islice(_places(name), _MOST)
    for its in () if empty else looked_at:
        if drafts.has(its) and (slot := _held(its, drafts.folder)):
            try:
                draft = drafts.of(its)
            except CouldNot:
                slot.let_go()
                raise
            if draft is not None:
                return slot, draft
            slot.let_go()
    for its in _places(name):
        if not drafts.has(its) and (slot := _held(its, drafts.folder)):
            if not drafts.has(its):  # another window may have left one a moment ago
                return slot, None
            slot.let_go()
    raise AssertionError  # the places have no end


def is_held(name: DraftName, drafts: Drafts) -> bool:
    """Say whether a form has a draft open, in this window or another."""
    slot = _held(name, drafts.folder)
    if slot is None:
        return True
    slot.let_go()
    return False


def _places(name: DraftName) -> Iterator[DraftName]:
    return (name._replace(place=number) for number in itertools.count(1))


def _held(name: DraftName, folder: Path) -> Slot | None:
    """Hold a place; None where another form holds it.

    Where nothing can be locked the place is taken all the same: nobody is kept from typing.
    """
    file = folder / Path(name.file).with_suffix(".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        while True:
            lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if _is_locked(lock, file):
                    return Slot(name, file, lock)
            except OSError:
                os.close(lock)
                raise
            os.close(lock)  # whoever held it took the file away meanwhile
    except BlockingIOError:
        return None
    except (OSError, RuntimeError, ImportError):
        return Slot(name, file, None)


def _is_locked(lock: int, file: Path) -> bool:
    """Lock a file; say whether it is still the one that others find under its name."""
    import fcntl  # not on every system

    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        return os.path.samestat(os.fstat(lock), file.stat())
    except FileNotFoundError:
        return False

"""One database, read and written as a whole: what the service layer holds."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from casetrack.domain.facts import Source
from casetrack.store import checks
from casetrack.store import engine as engines
from casetrack.store.checks import Checked
from casetrack.store.names import Envelope
from casetrack.store.reading import Reading
from casetrack.store.writing import Writing


class Store:
    """An open database. Made by `open_store` or `create_store`; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine whose database is known to be current."""
        self._engine = engine

    @property
    def url(self) -> str:
        """Where the database is, its password hidden."""
        return self._engine.url.render_as_string(hide_password=True)

    @contextlib.contextmanager
    def read(self) -> Iterator[Reading]:
        """Give one consistent state of the database. Raises CouldNot where it cannot be read."""
        with engines.reading(self._engine) as connection:
            yield Reading(connection)

    @contextlib.contextmanager
    def write(
        self, *, command_id: str, recorded_by: str, recorded_at: datetime, source: Source
    ) -> Iterator[Writing]:
        """Give one transaction, saved at the end of the block or, after an exception, not at all.

        One command, one seal: a command id that is sealed already changes nothing, and
        `Writing.already_done` says so. `recorded_at` has a time zone. Raises BadInput, Conflict,
        CouldNot; after each of them nothing was saved.
        """
        envelope = Envelope(
            command_id=command_id,
            recorded_by=recorded_by,
            recorded_at=recorded_at,
            source=source,
        )
        with engines.writing(self._engine) as connection:
            writing = Writing(connection, envelope)
            yield writing
            writing.finish()

    def note_check(self, checked: Checked) -> None:
        """Write down that the whole record was checked. Raises CouldNot, Conflict."""
        with engines.writing(self._engine) as connection:
            checks.note(connection, checked)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Store {self.url}>"

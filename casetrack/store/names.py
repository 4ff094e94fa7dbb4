"""The names the store goes by: of a record, of the newest seal, of what wraps a command.

Plain values; knows no table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, get_args

from casetrack.domain.errors import BadInput, Conflict, nearest
from casetrack.domain.facts import Entry, RecordKind, Source
from casetrack.domain.working_days import said

RECORD_KINDS: Final[tuple[str, ...]] = get_args(RecordKind)


@dataclass(frozen=True, slots=True, order=True)
class RecordName:
    """What a history belongs to: a case, a resident or the landlord."""

    kind: RecordKind
    reference: str

    def __post_init__(self) -> None:
        """Refuse a kind that is none, and a reference that says nothing."""
        if self.kind not in RECORD_KINDS:
            raise BadInput(f'There are no "{self.kind}" records.{nearest(self.kind, RECORD_KINDS)}')
        if not self.reference or self.reference != self.reference.strip():
            raise BadInput(
                f"{self.reference!r} is no reference: give one without spaces around it."
            )

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest seal: whoever kept it can tell later whether the end was cut off."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who recorded a command, when and how: its seal says it for every fact of it."""

    command_id: str
    recorded_by: str
    recorded_at: datetime
    source: Source
    moment: datetime = field(init=False)
    """recorded_at in UTC"""
    recorded_text: str = field(init=False)
    """the same, as it is stored and hashed"""

    def __post_init__(self) -> None:
        """Refuse a moment without a time zone and a command without an id."""
        if self.recorded_at.tzinfo is None:
            raise BadInput(f"{self.recorded_at!r} has no time zone: give the moment in UTC.")
        if not self.command_id:
            raise BadInput("A command needs an id, so that sending it twice records it once.")
        moment = self.recorded_at.astimezone(UTC)
        object.__setattr__(self, "moment", moment)
        object.__setattr__(self, "recorded_text", moment.isoformat())


class IdUsed(Conflict):
    """An id that another command was carried out under: this one adds nothing, and says so."""

    def __init__(self, command_id: str, earlier: Mapping[RecordName, Sequence[Entry]]) -> None:
        """Take what was recorded under the id, by record."""
        told = "; ".join(
            _told(name, entries) for name, entries in list(earlier.items())[:_RECORDS_TOLD]
        )
        more = len(earlier) - _RECORDS_TOLD
        super().__init__(
            f'The id "{command_id}" was used before, for another command: {told}'
            f"{f' and {more:,} more records' if more > 0 else ''}. What you sent now is not that, "
            "and was not recorded: send it under an id of its own."
        )
        self.earlier = earlier


_RECORDS_TOLD: Final = 2


def _told(name: RecordName, entries: Sequence[Entry]) -> str:
    """Return what was recorded on a record, in words that tell nothing of any person."""
    kinds = ", ".join(dict.fromkeys(entry.fact.kind.replace("-", " ") for entry in entries))
    first = entries[0]
    return (
        f"{kinds} on {name.reference} (entry {first.sequence}, {said(first.fact.happened_on)}, "
        f"by {first.recorded_by})"
    )

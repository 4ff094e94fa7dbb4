"""The names the store goes by: of a record, of the newest seal, of what wraps a command.

Plain values; knows no table.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, get_args

from casetrack.domain.errors import BadInput, nearest
from casetrack.domain.facts import RecordKind, Source

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

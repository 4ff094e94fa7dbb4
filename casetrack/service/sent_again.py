"""A command sent again: whether it is the one that was carried out under its id, or another.

Knows what a person typed and what was recorded of it; what casetrack filled in tells nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import Entry, Fact
from casetrack.service.fact_forms import typed_fields
from casetrack.store import RecordName

if TYPE_CHECKING:
    from casetrack.service.orders import Order

_COMPLETED: Final = frozenset({"resident", "address", "tenure", "decided_by"})
"""fields that were filled in where nobody gave them"""


def is_the_same(order: "Order", earlier: Mapping[RecordName, Sequence[Entry]]) -> bool:
    """Say whether an order is the command that recorded these entries: their record, their facts.

    Its facts are compared as they are after tidying.
    """
    if len(earlier) != 1:
        return False
    ((name, entries),) = earlier.items()
    opened = entries[0].sequence == 0
    there = opened if not order.reference else order.reference == name.reference
    return (
        order.kind == name.kind
        and (there or order.kind == "landlord")
        and len(order.facts) == len(entries)
        and all(map(_same, order.facts, (entry.fact for entry in entries), entries))
    )


def _same(given: Fact, kept: Fact, entry: Entry) -> bool:
    if given.kind != kept.kind or given.happened_on != kept.happened_on:
        return False
    typed = {field.name for field in typed_fields(given.kind)}
    for field in fact_fields(given.kind):
        one: Any = getattr(given, field.name)
        other: Any = getattr(kept, field.name)
        if isinstance(one, Fact) and isinstance(other, Fact):
            if not _same(one, other, entry):
                return False
            continue
        filled = field.name not in typed and field.hint != (Fact | None)
        completed = field.name in _COMPLETED and not one
        gone = entry.disposed and field.personal
        if one != other and not (filled or completed or gone):
            return False
    return True

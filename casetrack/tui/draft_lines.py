"""A draft in words, and the form it belongs to.

Values in, words out: knows no widget but the lines they are shown in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from casetrack.domain.facts import RecordKind
from casetrack.text import safe_text
from casetrack.tui.drafts import Draft
from casetrack.tui.messages import CaseWanted, NewComplaintWanted, RecordingWanted
from casetrack.tui.subject import title_of
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.columns import Column

DRAFT_COLUMNS: Final = (
    Column("at", "Typed", 17),
    Column("what", "What", 20, grows=2),
    Column("record", "On", 10, grows=1),
    Column("words", "Begins", 15, grows=4),
)
NEW_COMPLAINT: Final = "new-complaint"
"""what the form of a new complaint calls its drafts: it records several facts at once"""
TAKING_OUT: Final = "taking-out"
"""what the question why an entry is taken out calls its drafts"""
_LONGEST: Final = 200
"""letters of what was typed, more than a line has room for"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as a line."""

    draft: Draft
    title: str
    cells: tuple[str, ...]
    in_full: str


def kept_in_words(draft: Draft, today: date) -> Kept:
    """Return a draft in words."""
    name = draft.name
    if name.fact == NEW_COMPLAINT:
        title = "New complaint"
    elif name.fact == TAKING_OUT:
        title = f"Take entry {name.entry} out"
    else:
        title = title_of(name.fact, name.stage or None, name.entry if name.entry >= 0 else None)
    on = name.reference or ("" if name.kind == "case" else f"new {name.kind}")
    words = _telling(draft)
    at = time_in_london(draft.written_at, today)
    title, on, words = (safe_text(each) for each in (title, on, words))
    whole = f"{title}{f' on {on}' if on else ''}, typed {at}: {words or 'no words yet'}"
    return Kept(draft, title, (at, title, on, words), whole)


def _telling(draft: Draft) -> str:
    """Return what tells one draft from another: whose it is, and the longest text; never a day."""
    typed = dict(draft.typed)
    whose = typed.pop("resident", "")
    name = whose.get("name", "") if isinstance(whose, Mapping) else whose
    texts = [v for k, v in typed.items() if isinstance(v, str) and not k.endswith("_on")]
    parts = (str(name or ""), max(texts, key=len, default=""))
    return " ".join(": ".join(filter(None, parts)).split())[:_LONGEST]


def way_back(draft: Draft) -> NewComplaintWanted | RecordingWanted | CaseWanted:
    """Return what opens the form with the draft in it, or the case whose entry is taken out."""
    name = draft.name
    if name.fact == NEW_COMPLAINT:
        return NewComplaintWanted(name.reference, draft=name)
    if name.fact == TAKING_OUT:
        return CaseWanted(name.reference, takes_out=name.entry)
    return RecordingWanted(
        cast("RecordKind", name.kind),
        name.reference,
        fact=name.fact,
        stage=name.stage or None,
        corrects=name.entry if name.entry >= 0 else None,
        draft=name,
    )

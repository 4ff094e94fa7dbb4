"""A landlord on whose record every text that a person typed would steer a terminal, if it could."""

import contextlib
import itertools
import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any, Final

from landlord import Landlord, Row, on_sqlite, row
from recorded_cases import ACKNOWLEDGED, FRI, MON, recorded

from casetrack.cli.options import recorded_by
from casetrack.domain import facts as f
from casetrack.domain.facts.aftercare import ActionAgreed
from casetrack.domain.facts.landlord import UserRegistered
from casetrack.domain.facts.papers import CorrespondenceLogged
from casetrack.domain.facts.residents import AdjustmentAgreed, AlertRaised, ResidentRegistered
from casetrack.domain.facts.terms import Means, Role

_DATA: Final = Path(__file__).parents[1] / "data"
_LONG: Final = 300
MARKS: Final = ("\x1b[9;8;35m", "\x1b[77;77H", "\x1b[?1047h", "\x1b[2J", "\x1b[6n", "\x1b]52;c;")
"""sequences that are also written in earnest, each in a shape in which they never are"""
_MORE: Final = (
    *(f"{mark}x" for mark in MARKS),
    "a\x9bb\x9dc\x90d\x84e",
    "\x07\x08\x7f\x0e\x1bc\x1b(0",
    "\u202elives here\u202c \u2066a\u2069 \u200fb\u200e \u061c",
    "line\nline\ttab\x85next\u2028line\u2029end",
    "\x1bP+q544e\x1b\\ \x1b_gone\x1b\\ \x1b^gone\x1b\\",
)


def texts() -> list[str]:
    """Return every hostile text that a database keeps, the worst first; no long ones."""
    listed = [
        each["value"]
        for name in ("hostile_texts.json", "hostile_words.json")
        for each in json.loads((_DATA / name).read_text("utf-8"))
        if isinstance(each["value"], str)
    ]
    kept = (text.replace("\0", "").encode("utf-8", "ignore").decode() for text in listed)
    return [*_MORE, *(text for text in kept if text.strip() and len(text) <= _LONG)]


def hostile_landlord(folder: Path) -> tuple[Landlord, list[str]]:
    """Return the landlord, and some of its cases: those with the most on record first."""
    there = on_sqlite(folder)
    hostile = texts()
    text = itertools.cycle(hostile)
    full = [_case(there, text) for _ in range(2)]
    rows = [_row(number, each) for number, each in enumerate(hostile)]
    there.holds(*rows)
    me = recorded_by()
    user = UserRegistered(
        happened_on=MON, handle="\x1b]0;MM\x07", name=next(text), role=Role.MANAGER, account=me
    )
    recorded(there, "landlord", user, kind="landlord", account=me)
    with contextlib.closing(sqlite3.connect(folder / "casetrack.db")) as connection:
        # So that the check finds something, and says of which cases.
        connection.execute("UPDATE case_summary SET category = '' WHERE reference LIKE '_ %'")
        connection.commit()
    return there, [*full, *(each["reference"].strip() for each in rows[:4])]


def _row(number: int, text: str) -> Row:
    long = ("resident", "address", "summary", "outcome_sought", "stage1_extension_reason")
    short = ("category", "service_area", "handler", "channel", "tenure", "stage2_handler")
    cells = dict.fromkeys(long, text) | dict.fromkeys(short, text[:200])
    days = {
        "stage1_acknowledged": "2025-02-06",
        "stage1_extended_on": "2025-02-18",
        "stage1_extended_to": "2025-02-27",
        "stage2_requested": "2025-02-24",
    }
    return {**row(f"{number} {text[:60]}", "2025-02-03"), **cells, **days}


def _case(there: Landlord, text: "itertools.cycle[str]") -> str:
    """Record a complaint of a resident, with hostile words wherever there are words."""
    named = ResidentRegistered(
        happened_on=MON, name=next(text), address=next(text), preferred_contact=next(text)
    )
    resident = recorded(there, "", named, kind="resident").name.reference
    held = (
        AdjustmentAgreed(happened_on=MON, what=next(text), review_on=date(2025, 8, 4)),
        AlertRaised(happened_on=MON, what=next(text)),
    )
    so: dict[str, Any] = {"happened": True, "because": f"so {next(text)}"}
    recorded(there, resident, *held, kind="resident", **so)
    received = f.ComplaintReceived(
        happened_on=MON,
        channel="phone",
        first_reached=next(text),
        adjustments_asked=True,
        resident=next(text),
        resident_reference=resident,
        representative=next(text),
        address=next(text),
        category=next(text),
        service_area=next(text),
        summary=next(text),
        words=next(text),
        impact=next(text),
        outcome_sought=next(text),
    )
    reference = recorded(there, "", received, **so).name.reference
    defined = f.ComplaintDefined(
        happened_on=FRI,
        stage=1,
        points=(next(text), next(text)),
        outcomes_sought=(next(text),),
        responsible_for=f"all {next(text)}",
        not_responsible_for=f"none {next(text)}",
        means=Means.LETTER,
    )
    action = ActionAgreed(
        happened_on=FRI,
        stage=1,
        what=next(text),
        owner=next(text),
        due_on=date(2025, 3, 3),
        agreed_with_resident=True,
    )
    letter = CorrespondenceLogged(
        happened_on=FRI, channel=next(text), correspondent=next(text), about=next(text)
    )
    handler = f.HandlerAssigned(happened_on=FRI, stage=1, handler=next(text))
    recorded(there, reference, defined, ACKNOWLEDGED, action, letter, handler, **so)
    _document(there, reference, next(text), next(text))
    return reference


def _document(there: Landlord, reference: str, name: str, title: str) -> None:
    file = there.folder / (name.replace("/", "_").strip()[:60] or "x")
    file.write_bytes(b"%PDF-1.4 a survey")
    there.run("document", "add", reference, file, f"--title={title[:100]}", "--on", "2025-02-07",
              "--happened", "--because", "It came late.").done()  # fmt: skip

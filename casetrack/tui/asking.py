"""What a form asks to be recorded as it stands, and what is said of what would come of it.

Values in, values out: no widget, and nothing is asked of a service here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from casetrack.domain.codec import Plain, to_plain
from casetrack.domain.errors import BadInput
from casetrack.domain.facts import Entry, EntryCorrected, Fact
from casetrack.domain.objections import Objection, ObjectionKind
from casetrack.domain.words import says_something
from casetrack.domain.working_days import said
from casetrack.service.orders import Order, Recorded
from casetrack.service.wording import changed_clocks, fact_in_words
from casetrack.text import safe_text
from casetrack.tui.said_beside import by_field, field_named
from casetrack.tui.subject import Subject
from casetrack.tui.times import time_in_london
from casetrack.tui.widgets.form_fields import BECAUSE, FILE, HAPPENED, HAPPENED_ON, asked_fields
from casetrack.tui.widgets.form_outcome import Outlook

_LATE = "recorded-late-without-reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who asks, when, on top of which entries."""

    account: str
    at: datetime
    today: date
    command_id: str
    based_on: int | None
    objected: bool
    """whether the Code objected to it when it was last weighed"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form asks as it stands."""

    order: Order | None
    """None where it cannot be made up yet"""
    wrong: Mapping[str, str]
    """by field ("" for none): what is missing or cannot be read"""
    file: Path | None = None
    """the document that is to be filed"""
    title: str = ""
    """of that document"""


def asked_of(
    subject: Subject, values: Mapping[str, Plain], wrong: Mapping[str, str], envelope: Envelope
) -> Asked:
    """Return what a form asks: `values` is what its fields mean, `wrong` what is amiss in them."""
    fields, wrong = dict(values), dict(wrong)
    because = str(fields.pop(BECAUSE, ""))
    happened = fields.pop(HAPPENED, False) is True
    path = fields.pop(FILE, None)
    if not says_something(because):
        if happened and envelope.objected:
            wrong[BECAUSE] = "Say why it happened all the same: it stands on record with it."
        elif subject.corrects is not None:
            wrong[BECAUSE] = "Say why it is put right: it stands on record with it."
        happened = False
    try:
        facts = (subject.fact_of(fields, envelope.today, because, file=str(path or "")),)
    except BadInput as problem:
        named = field_named(str(problem), values)
        if not named and wrong:  # what is missing is said beside its field
            return Asked(order=None, wrong=wrong)
        return Asked(order=None, wrong={named: str(problem)} | wrong)
    except KeyError:  # the day itself is missing, which is said beside it
        return Asked(order=None, wrong=wrong)
    order = Order(
        kind=subject.kind,
        reference=subject.reference,
        facts=facts,
        account=envelope.account,
        at=envelope.at,
        command_id=envelope.command_id,
        happened=happened,
        because=because,
        based_on=envelope.based_on,
    )
    if (day := _inside(facts[0]).happened_on) > envelope.today:
        wrong[HAPPENED_ON] = (
            f"{said(day)} is still to come: below is what would come of it then. Record it once it "
            "has happened, or correct the day."
        )
    file = Path(str(path)).expanduser() if path else None
    return Asked(order=order, wrong=wrong, file=file, title=str(fields.get("title", "")))


def outlook(
    weighed: Recorded,
    order: Order,
    fields: Collection[str],
    today: date,
    *,
    wrong: Mapping[str, str],
    news: str,
) -> tuple[Mapping[str, Sequence[str]], Outlook]:
    """Return what is said beside each field of what would come of a command, and below."""
    beside, rest = by_field(weighed.objections, fields)
    findings = [f"{f.says} ({f.cited})" for f in weighed.findings if f.objection is None]
    if order.happened and weighed.objections:
        findings.insert(0, "It will be on record as happened, with what stands against it.")
    return beside, Outlook(
        clocks=changed_clocks(weighed.before, weighed.after, today),
        against=tuple(rest),
        beside=sum(map(len, beside.values())),
        findings=tuple(findings),
        missing=len(wrong),
        news=news,
    )


def only_breaches(objections: Sequence[Objection]) -> bool:
    """Say whether it can be recorded as happened: the Code objects, and the record does not."""
    kinds = {each.kind for each in objections if each.code != _LATE}
    return kinds == {ObjectionKind.BREACH}


def is_late(weighed: Recorded) -> bool:
    """Say whether it asks why it is recorded so late."""
    return any(each.code == _LATE for each in weighed.objections)


def news_of(since: Sequence[Entry], today: date) -> str:
    """Return what others recorded while a form was open."""
    last = since[-1]
    what = ", ".join(f"“{each.fact.kind.replace('-', ' ')}”" for each in since)
    at = f" at {time_in_london(last.recorded_at, today)}" if last.recorded_at else ""
    return f"{last.recorded_by} recorded {what}{at}, while this form was open. ctrl+s compares."


def said_of(recorded: Recorded, today: date) -> str:
    """Return what was recorded, what is due by it, and what it shows, a line each."""
    if recorded.again:
        return f"Already on record on {safe_text(recorded.name.reference)}; nothing was added."
    told = "; ".join(fact_in_words(_inside(entry.fact)) for entry in recorded.entries)
    moved = changed_clocks(recorded.before, recorded.after, today)
    lines = [f"{recorded.name.reference}: {told}."]
    lines += [f"{name}: {becomes}" for name, _, becomes in moved]
    lines += [f"Finding ({each.cited}): {each.says}" for each in recorded.findings]
    return "\n".join(safe_text(line) for line in lines)


def says_the_same(recorded: Recorded, order: Order) -> bool:
    """Say whether what a command recorded when it was first sent is what is sent under it now."""
    pairs = zip(recorded.entries, order.facts, strict=False)
    return all(_typed(entry.fact) == _typed(fact) for entry, fact in pairs)


def _typed(fact: Fact) -> dict[str, Plain]:
    inside = _inside(fact)
    names = {each.name for each in asked_fields(inside.kind)}
    held = {name: value for name, value in to_plain(inside).items() if name in names}
    return {"happened_on": inside.happened_on.isoformat(), **held}


def _inside(fact: Fact) -> Fact:
    """Return what a correction puts in its entry's place, and any other fact as it is."""
    if isinstance(fact, EntryCorrected) and fact.replacement is not None:
        return fact.replacement
    return fact

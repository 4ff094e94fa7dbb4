"""Cases and residents found: by words, whose they are, how they stand; the newest first.

Knows the statements. A page goes on after a place (never OFFSET), so that the last costs what the
first does. What was typed only ever travels as a bound value.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    literal_column,
    not_,
    or_,
    select,
)

from casetrack.domain.errors import BadInput, nearest
from casetrack.store import search_index
from casetrack.store.derived import CaseFilter, CasePlace, CaseSummary, Verdict
from casetrack.store.derived_rows import SUMMARY
from casetrack.store.tables import case_summary, clock, record
from casetrack.text import fold

_VERDICTS: Final[tuple[str, ...]] = get_args(Verdict)
_HANGS_ON_TODAY: Final = ("overdue", "running")

# Written out, as it is in the index: a case without a day comes last.
newest: Final[ColumnElement[int]] = literal_column("coalesce(case_summary.received_on, 0)")
ID: Final = case_summary.c.record_id
SUMMARIES: Final = select(*(case_summary.c[name] for name in SUMMARY.columns)).order_by(
    newest.desc(), case_summary.c.reference
)
"""whole summaries, the newest first"""

# Written out for the same reason: both are what a partial index is of.
_LISTED: Final = select(clock.c.record_id).where(literal_column("clock.listed = 1"))
_OVERDUE: Final = _LISTED.where(clock.c.due_on < bindparam("today"))
_OPEN: Final = select(clock.c.record_id).where(clock.c.settled.is_(None))
_MET: Final = select(clock.c.record_id).where(clock.c.record_id == ID, clock.c.settled == "met")
_BY_FOLD: Final = ("handler", "category", "cause")
_CONDITIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "stage": case_summary.c.stage == bindparam("stage"),
    **{name: case_summary.c[name].in_(bindparam(name, expanding=True)) for name in _BY_FOLD},
    "state": case_summary.c.state == bindparam("state"),
    "resident_reference": case_summary.c.resident_reference == bindparam("resident_reference"),
    "received_from": newest >= bindparam("received_from"),
    "received_to": and_(
        newest <= bindparam("received_to"), case_summary.c.received_on.is_not(None)
    ),
    "missed": case_summary.c.missed == 1,
    "overdue": ID.in_(_OVERDUE),
    "running": and_(ID.in_(_LISTED), not_(ID.in_(_OVERDUE))),
    "met": and_(case_summary.c.missed == 0, not_(ID.in_(_OPEN)), _MET.exists()),
    "after_newest": and_(
        newest <= bindparam("after_newest"),
        or_(
            newest < bindparam("after_newest"),
            case_summary.c.reference > bindparam("after_reference"),
        ),
    ),
}


def cases(
    connection: Connection, wanted: CaseFilter, after: CasePlace | None, size: int
) -> tuple[CaseSummary, ...]:
    """Return the next `size` cases that meet all of a filter, the newest first."""
    values: dict[str, Any] = {
        "stage": wanted.stage,
        "state": wanted.state,
        "resident_reference": wanted.resident_reference,
        "received_from": wanted.received_from and wanted.received_from.toordinal(),
        "received_to": wanted.received_to and wanted.received_to.toordinal(),
    }
    values = {name: value for name, value in values.items() if value is not None}
    asked = set(values)
    if wanted.verdict is not None:
        asked.add(_checked(wanted))
        if wanted.verdict in _HANGS_ON_TODAY and wanted.today is not None:
            values["today"] = wanted.today.toordinal()
    if not storable(wanted.state or "") or not storable(wanted.resident_reference or ""):
        return ()
    if wanted.words:
        if not search_index.searchable(wanted.words):
            return ()
        asked.add("words")
        values["words"] = search_index.asked_for(connection, wanted.words)
    for name in _BY_FOLD:
        if (typed := getattr(wanted, name)) is not None:
            asked.add(name)
            values[name] = _alike(connection, name, typed)
    if after is not None:
        asked.add("after_newest")
        values["after_newest"] = after.received_on.toordinal() if after.received_on else 0
        values["after_reference"] = after.reference
    statement = _filtered(connection.dialect.name, frozenset(asked))
    found = connection.execute(statement, {**values, "size": size})
    return tuple(map(SUMMARY.value, found))


def storable(typed: str) -> bool:
    """Say whether any record can have this: PostgreSQL does not even compare with what none has."""
    return "\0" not in typed and not any("\ud800" <= letter <= "\udfff" for letter in typed)


def _checked(wanted: CaseFilter) -> str:
    verdict = str(wanted.verdict)
    if verdict not in _VERDICTS:
        raise BadInput(
            f'There is no verdict "{verdict}" to find cases by.{nearest(verdict, _VERDICTS)} '
            f"Give one of {', '.join(_VERDICTS)}."
        )
    if verdict in _HANGS_ON_TODAY and wanted.today is None:
        raise BadInput(f"Whether a case is {verdict} depends on the day: give today's date.")
    return verdict


def _alike(connection: Connection, name: str, typed: str) -> list[str]:
    """Return what is on record of handlers, categories or causes that reads like what was typed.

    There are few of each, so they are compared here: no engine folds as casetrack does.
    """
    on_record = connection.execute(select(case_summary.c[name]).distinct()).scalars()
    if folded := fold(typed):
        return [each for each in on_record if fold(each) == folded]
    return [each for each in on_record if each == typed.strip()]


@cache
def _filtered(dialect: str, asked: frozenset[str]) -> Select[Any]:
    """Return the statement with the conditions asked for; putting one together takes long."""
    conditions = [_CONDITIONS[name] for name in _CONDITIONS if name in asked]
    if "words" in asked:
        conditions.append(search_index.having(dialect, ID))
    return SUMMARIES.where(*conditions).limit(bindparam("size"))


def cases_of(connection: Connection, resident_reference: str) -> tuple[CaseSummary, ...]:
    """Return every case of a resident on record, the newest first."""
    if not resident_reference or not storable(resident_reference):
        return ()
    statement = SUMMARIES.where(case_summary.c.resident_reference == resident_reference)
    return tuple(map(SUMMARY.value, connection.execute(statement)))


def residents(connection: Connection, words: str, size: int) -> tuple[str, ...]:
    """Return the references of the first residents that have all words, in order."""
    if not search_index.searchable(words):
        return ()
    statement = (
        select(record.c.reference)
        .where(
            record.c.kind == "resident",
            search_index.having(connection.dialect.name, record.c.id),
        )
        .order_by(record.c.reference)
        .limit(size)
    )
    asked = {"words": search_index.asked_for(connection, words)}
    return tuple(connection.execute(statement, asked).scalars())

"""A case file as lines of tables: history, findings, actions, letters, documents, people.

Values in, words out: knows no widget but the lines it is shown in.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from casetrack.domain.facts import EntryCorrected
from casetrack.domain.reminders import Urgency
from casetrack.domain.working_days import said, short_day
from casetrack.service.case_file import CaseFile
from casetrack.service.casework import Told
from casetrack.service.told_words import contents, headline, marks
from casetrack.service.wording import SIGNS, fields_in_words
from casetrack.tui.widgets.columns import Column, Line

_TONES: Final = {Urgency.LATE: "late", Urgency.TODAY: "today", Urgency.SOON: "soon"}
_UNTOLD: Final = frozenset({"sha256", "size", "document"})
"""what says nothing in a line: the whole entry shows it"""
_LONGEST: Final = 400
"""letters of an entry's contents in a line, more than any screen is wide"""


class Part(NamedTuple):
    """One part of a case file that has a table of its own."""

    name: str
    columns: tuple[Column, ...]
    nothing: str
    """what is said where it holds nothing"""


PARTS: Final = (
    Part(
        "history",
        (
            Column("day", "Day", 11),
            Column("what", "What", 27, grows=2),
            Column("holds", "", 18, grows=8),
            Column("by", "By", 5, grows=1),
            Column("entry", "", 3, right=True, spare=1),
        ),
        "Nothing is recorded yet.",
    ),
    Part(
        "findings",
        (
            Column("by", "Code", 14, grows=1),
            Column("says", "Finding", 30, grows=6),
            Column("entry", "Entry", 5, right=True),
        ),
        "No departure from the Code is on record.",
    ),
    Part(
        "actions",
        (
            Column("kind", "", 10, grows=1),
            Column("what", "What", 20, grows=4),
            Column("owner", "Who", 5, grows=1),
            Column("stands", "How it stands", 22, grows=1),
            Column("entry", "", 3, right=True, spare=1),
        ),
        "No action, remedy or learning is on record.",
    ),
    Part(
        "letters",
        (
            Column("day", "Day", 15),
            Column("letter", "Letter", 20, grows=2),
            Column("stage", "Stage", 5, right=True),
            Column("became", "", 16, grows=1),
            Column("promises", "Promises", 15, spare=1),
        ),
        "No letter is on record.",
    ),
    Part(
        "documents",
        (
            Column("day", "Day", 15),
            Column("name", "Name", 16, grows=2),
            Column("title", "Title", 10, grows=2),
            Column("size", "Size", 8, right=True),
            Column("by", "By", 4, spare=1),
            Column("entry", "Entry", 5, right=True, spare=2),
        ),
        "No document is filed with it.",
    ),
    Part(
        "people",
        (
            Column("role", "", 18),
            Column("name", "Name", 16, grows=1),
            Column("note", "", 16, grows=3),
        ),
        "Nobody is named.",
    ),
)


def lines_of(part: str, file: CaseFile, today: date) -> tuple[Line, ...]:
    """Return the lines of a part of a case file."""
    return tuple(_LINES[part](file, today))


def _history(file: CaseFile, today: date) -> Iterator[Line]:
    for told in file.told:
        entry = told.entry
        corrected = told.corrected_by is not None
        yield Line(
            entry.sequence,
            (
                _day(entry.fact.happened_on, today),
                headline(entry.fact).rpartition(",")[0],
                _holds(told),
                entry.recorded_by,
                str(entry.sequence),
            ),
            "late" if told.findings else "quiet" if corrected or told.left_out else "",
        )


def _day(day: date, today: date) -> str:
    """Return a day so short that a narrow list has room for it: Fri 20 Nov, 7 Jun 2027."""
    return short_day(day, today) if day.year == today.year else f"{day:%-d %b %Y}"


def _short(found: Iterator[str]) -> Iterator[str]:
    """Give what became of an entry in one word where a line has room for no more."""
    for mark in found:
        if mark.startswith(("corrected by", "taken out by")):
            yield mark.partition(" by ")[0]
        elif mark != "imported":
            yield mark


def _holds(told: Told) -> str:
    became = [f"[{mark}]" for mark in _short(marks(told))]
    words = "; ".join(
        value if len(value) > len(name) * 2 and " " in value else f"{name} {value}"
        for name, value in contents(told)
        if name not in _UNTOLD and value
    )
    return " ".join([*became, words])[:_LONGEST]


def _findings(file: CaseFile, today: date) -> Iterator[Line]:  # noqa: ARG001  as all of them
    for place, finding in enumerate(file.view.judged.findings):
        key = (finding.sequence, finding.code, place)
        yield Line(key, (str(finding.cited), finding.says, str(finding.sequence)), "late")


def _actions(file: CaseFile, today: date) -> Iterator[Line]:  # noqa: ARG001
    for each in file.undertakings:
        sign = f"{SIGNS[each.urgency]} " if each.urgency else "  "
        cells = (each.kind, each.what, each.owner or "–", sign + each.words, str(each.number))
        tone = _TONES.get(each.urgency, "") if each.urgency else "quiet"
        yield Line(each.number, cells, tone)


def _letters(file: CaseFile, today: date) -> Iterator[Line]:
    for each in file.letters:
        promises = short_day(each.promised_on, today) if each.promised_on else ""
        cells = (said(each.day), each.letter, str(each.stage), each.words, promises)
        yield Line(each.number, cells)


def _documents(file: CaseFile, today: date) -> Iterator[Line]:  # noqa: ARG001
    for each in file.documents:
        size = _in_bytes(each.size)
        name = "(disposed of)" if each.disposed else each.name
        cells = (said(each.filed_on), name, each.title, size, each.filed_by, str(each.number))
        yield Line(each.number, cells)


def _in_bytes(size: int) -> str:
    if size < 2**10:
        return f"{size} bytes"
    return f"{-(-size // 2**10)} KB" if size < 2**20 else f"{size / 2**20:.1f} MB"


def _people(file: CaseFile, today: date) -> Iterator[Line]:  # noqa: ARG001
    for place, each in enumerate(file.people):
        yield Line((each.role, each.name, place), (each.role, each.name, each.note))


_LINES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "history": _history,
        "findings": _findings,
        "actions": _actions,
        "letters": _letters,
        "documents": _documents,
        "people": _people,
    }
)


def entry_under(part: str, key: object) -> int | None:
    """Return the entry that a line of a part is of, None where it is of none."""
    match part, key:
        case "people", _:
            return None
        case "findings", (int(number), *_):
            return number
        case _, int(number):
            return number
        case _:
            return None


# --- what is said above the tables


def top_line(file: CaseFile) -> tuple[str, str]:
    """Return the first line of the screen, left and right."""
    about = file.view.about
    kind = " › ".join(part for part in (about.category, about.service_area) if part)
    of = " · ".join(part for part in (file.stage, kind) if part)
    left = "   ".join(part for part in (file.view.reference, about.resident, of) if part)
    return left, f"{file.handler or 'nobody'} · {file.view.state}"


def points_of(file: CaseFile) -> tuple[tuple[str, str], ...]:
    """Return what is complained of and wanted, as a name and words each; the words where undefined.

    The definition that holds at the stage under way, issues added since too.
    """
    case = file.view.judged.case
    points = case.points(len(case.stages)) if case.stages else ()
    definition = next((s.definition for s in reversed(case.stages) if s.definition), None)
    lines = [(f"{number}", point) for number, point in enumerate(points, 1)]
    if not lines and file.words:
        lines = [("“", file.words)]
    wants = definition.outcomes_sought if definition else ()
    if not wants and case.complaint and case.complaint.outcome_sought:
        wants = (case.complaint.outcome_sought,)
    return (*lines, *([("wants", " · ".join(wants))] if wants else []))


def complaint_of(file: CaseFile) -> Iterator[tuple[str, Sequence[str]]]:
    """Give what the complaint is, in full: a heading, and lines."""
    view = file.view
    case = view.judged.case
    begun: Any = case.complaint or (case.request.fact if case.request else None)
    edition = view.judged.edition
    if begun is not None:
        fields = [f"{name}: {value}" for name, value in fields_in_words(begun).items()]
        yield f"{headline(begun)}", fields
    yield "Judged by", [edition.title if edition else "No edition of the Code is held for it."]
    for heading, lines in file.sections:
        if lines and heading != "Findings":
            yield heading, lines
    for stage in case.stages:
        if (definition := stage.definition) is not None:
            yield (
                f"Stage {stage.number}: what we are responsible for",
                [
                    f"{name}: {value}"
                    for name, value in (
                        ("responsible", definition.responsible_for),
                        ("not responsible", definition.not_responsible_for),
                        ("unclear", definition.unclear),
                    )
                    if value
                ],
            )


def kind_of(told: Told) -> str:
    """Return the kind of fact that a correction of an entry would replace."""
    fact = told.entry.fact
    if isinstance(fact, EntryCorrected) and fact.replacement is not None:
        return fact.replacement.kind
    return fact.kind

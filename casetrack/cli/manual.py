"""The page that lists every fact, made from the facts so that it cannot be out of date."""

from collections.abc import Iterator

from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import FACTS
from casetrack.service.fact_forms import FILLED_IN, notes_on

_RECORDS = {
    "case": "Facts of a case",
    "resident": "Facts on a resident",
    "landlord": "Facts on the landlord",
}


def facts_page() -> str:
    """Return docs/facts.md: each fact, what it says, and its fields."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Everything that can be recorded"
    yield ""
    yield "Each fact happened on a day (`on`, Europe/London), whatever the day it is written down."
    yield "Fields marked personal hold a resident's words: kept apart, so they can be disposed of."
    yield "What a fact has to hold before it is recorded as an act still to be done: provisions.md."
    yield "Made from the code by `python -m casetrack.cli.manual > docs/facts.md`."
    for record, heading in _RECORDS.items():
        yield ""
        yield f"## {heading}"
        for kind, fact in FACTS.items():
            if fact.belongs_to == record:
                yield from _fact(kind, fact.__doc__ or "")


def _fact(kind: str, doc: str) -> Iterator[str]:
    yield ""
    yield f"### {kind}"
    yield ""
    yield " ".join(doc.split())
    fields, notes = fact_fields(kind), notes_on(kind)
    if fields:
        yield ""
        yield "| field | takes | | what it is |"
        yield "|---|---|---|---|"
    for field in fields:
        marks = [
            mark
            for mark, holds in (("needed", field.required), ("personal", field.personal))
            if holds
        ]
        note = notes.get(field.name, "")
        if field.name in FILLED_IN and "filled in" not in note and kind != "user-registered":
            note = f"{note}; filled in by casetrack".removeprefix("; ")
        yield f"| `{field.name}` | {field.wants} | {', '.join(marks)} | {note} |"


if __name__ == "__main__":
    print(facts_page(), end="")  # noqa: T201  the page itself

"""The page that lists every fact, made from the facts so that it cannot be out of date."""

from collections.abc import Iterator

from casetrack.domain.codec import fact_fields
from casetrack.domain.facts import FACTS


def facts_page() -> str:
    """Return docs/facts.md: each fact, what it says, and its fields."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Everything that can be recorded"
    yield ""
    yield "Each fact happened on a day (`on`, Europe/London), whatever the day it is written down."
    yield "Fields marked personal hold a resident's words: kept apart, so they can be disposed of."
    yield "Made from the code by `python -m casetrack.cli.manual > docs/facts.md`."
    for kind, fact in FACTS.items():
        yield ""
        yield f"## {kind}"
        yield ""
        yield " ".join((fact.__doc__ or "").split())
        fields = fact_fields(kind)
        if fields:
            yield ""
            yield "| field | takes | |"
            yield "|---|---|---|"
        for field in fields:
            notes = [
                note
                for note, holds in (("needed", field.required), ("personal", field.personal))
                if holds
            ]
            yield f"| `{field.name}` | {field.wants} | {', '.join(notes)} |"


if __name__ == "__main__":
    print(facts_page(), end="")  # noqa: T201  the page itself

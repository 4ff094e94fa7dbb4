"""The page that says what is done about each provision, made so that it cannot be out of date."""

from collections.abc import Iterable, Iterator

from casetrack.domain.clock import name_of_kind
from casetrack.domain.code import Provision
from casetrack.editions.enforcement import RECORDS, Enforcement, clocks, load_enforcement
from casetrack.editions.loader import load_editions, load_provisions

_EDITION = "housing-ombudsman-2024"
_ABOUT = """\
- **Enforced by** names what refuses an act that is still to be done, and stands on record as a
  finding where it has happened (`code` in the JSON of a command); then the clocks that count its
  days down; then, where no program can enforce it, what is recorded instead.
- **Evidenced by** names what shows that it was kept: facts ([facts.md](facts.md)), figures of
  `casetrack report metrics --json` ([figures.md](figures.md)), and records to look at.

The Code's own text decides. On a case under the 2022 Code each is cited by its 2022 number.
Made from the data by `python -m casetrack.cli.provisions_page > docs/provisions.md`.
"""


def provisions_page() -> str:
    """Return docs/provisions.md: each provision, what enforces it, and what shows it was kept."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    provisions, rows = load_provisions(_EDITION), load_enforcement()
    yield "# What is done about each provision"
    yield ""
    yield f"The {len(rows)} provisions of the {load_editions().named(_EDITION).title}."
    yield ""
    yield from _ABOUT.splitlines()
    yield ""
    yield "| provision | enforced by | evidenced by |"
    yield "|---|---|---|"
    for number, provision in provisions.items():
        yield _row(provision, rows[number])


def _row(provision: Provision, row: Enforcement) -> str:
    enforced = [_named(row.codes), _clocks(row.clocks), row.recorded]
    evidenced = [
        _titled("facts", _named(row.facts)),
        _titled("figures", _named(row.figures)),
        ", ".join(RECORDS[name] for name in row.records),
    ]
    cells = (f"**{provision.number}** {provision.title}", _parts(enforced), _parts(evidenced))
    return f"| {' | '.join(cells)} |"


def _parts(parts: Iterable[str]) -> str:
    return "<br>".join(part for part in parts if part)


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _titled(title: str, words: str) -> str:
    return f"{title}: {words}" if words else ""


def _clocks(keys: Iterable[str]) -> str:
    named = ", ".join(name_of_kind(*clocks()[key]) for key in keys)
    return _titled("counted down", named)


if __name__ == "__main__":
    print(provisions_page(), end="")  # noqa: T201  the page itself

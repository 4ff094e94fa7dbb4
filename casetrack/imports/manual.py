"""The tables of docs/import.md, made from the columns and limits that the reading uses.

Knows Markdown and the columns; reads no log.
"""

from casetrack.imports import limits
from casetrack.imports.columns import COLUMNS, REQUIRED, Column


def columns_table() -> str:
    """Return every column with what it holds and its common headings, as a Markdown table."""
    lines = ["| column | what it holds | how it is written | headings read for it |"]
    lines.append("|---|---|---|---|")
    lines += [
        f"| `{each.name}`{' (required)' if each.name in REQUIRED else ''} | {each.holds} "
        f"| {each.kind.value} | {_headings(each)} |"
        for each in COLUMNS
    ]
    return "\n".join(lines) + "\n"


def limits_table() -> str:
    """Return how much of a file is read, as a Markdown table."""
    rows = (
        ("size of the file", f"{limits.LARGEST_FILE // 10**6} MB"),
        ("what a workbook unpacks to", f"{limits.LARGEST_UNPACKED // 10**6:,} MB"),
        ("rows", f"{limits.MOST_ROWS:,}"),
        ("columns", f"{limits.MOST_COLUMNS}"),
        ("characters in a cell", f"{limits.LONGEST_TEXT:,}"),
        ("characters of a reference, handler, category and the like", f"{limits.LONGEST_NAME}"),
        ("rows above the header", f"{limits.HEADER_WITHIN - 1}"),
        ("errors told at once", f"{limits.MOST_ERRORS:,}"),
        ("compensation of one complaint", f"£{limits.LARGEST_SUM // 100:,}"),
    )
    return "\n".join(["| what | at most |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows), ""])


def _headings(column: Column) -> str:
    """Return the headings as they stand, then those that are read with their stage."""
    told = [", ".join(_without_forms(column.headings))] if column.headings else []
    if column.staged:
        told.append(f"with *Stage {column.stage}*: {', '.join(_without_forms(column.staged))}")
    return "; ".join(told)


def _without_forms(headings: tuple[str, ...]) -> list[str]:
    """Leave out "Date …" and "… date" of another heading: the manual says they are read too."""

    def plain(heading: str) -> str:
        return heading.removeprefix("Date of ").removeprefix("Date ").removesuffix(" date")

    return [each for each in headings if plain(each) == each or plain(each) not in headings]

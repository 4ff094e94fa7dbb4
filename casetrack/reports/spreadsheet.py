"""Figures as CSV that a spreadsheet opens without harm.

Knows cells and their names, never what they count.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from casetrack.domain.metrics import Metrics
from casetrack.reports.metrics import as_plain
from casetrack.text import safe_text


def as_csv(metrics: Metrics) -> str:
    """Return the figures as CSV, a row a figure, every field quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("figure", "value", "numerator", "denominator"))
    for name, value in _flat("", as_plain(metrics)):
        if isinstance(value, dict):
            writer.writerow((name, value["percent"], value["numerator"], value["denominator"]))
        else:
            writer.writerow((name, "" if value is None else harmless(safe_text(value)), "", ""))
    return out.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    starts = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
    return f"'{cell}" if cell[:1] and cell[0] in starts else cell


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Give every figure by its dotted name; a share is one."""
    if isinstance(value, dict) and not ("numerator" in value and "denominator" in value):
        for key, inner in value.items():
            yield from _flat(f"{name}.{safe_text(key)}" if name else str(key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            stage = f".{inner['stage']}" if "stage" in inner else ""
            key = inner.get("month") or f"{inner.get('code', place)}{stage}"
            yield from _flat(f"{name}.{key}", inner)
    else:
        yield name, value


# --- the same for people

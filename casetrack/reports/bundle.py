"""An evidence bundle: what one case's folder for the Ombudsman holds, file by file.

Values in, files' contents out. Knows how each file is laid out; reads nothing, writes nothing, and
takes no name or path from what a person wrote.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from casetrack.domain.codec import to_plain
from casetrack.domain.facts import EntryCorrected
from casetrack.reports.bundle_case import CaseFile, Told, in_one_line, on_its_day
from casetrack.reports.bundle_page import page
from casetrack.reports.spreadsheet import harmless
from casetrack.text import safe_text

PAGE: Final = "index.html"
MANIFEST: Final = "manifest.json"
DOCUMENTS: Final = "documents"
"""the folder with the copies of what was filed"""
_LONGEST: Final = 60
"""letters of a reference that a name is made of"""


def folder_name(reference: str) -> str:
    """Return what the folder of a case's bundle is called: letters, figures, hyphens alone."""
    plain = unicodedata.normalize("NFKD", reference)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST].rstrip("-")
    return f"case-{words}-bundle" if words else "case-bundle"


def contents(of: CaseFile) -> dict[str, bytes]:
    """Return every file of a bundle but the manifest and the copies of documents."""
    return {
        PAGE: page(of).encode(),
        "history.csv": _csv(_HISTORY, map(_history_row, of.told)),
        "history.json": as_json([_told_as_plain(each) for each in of.told]),
        "clocks.json": as_json(list(of.clocks)),
        "findings.csv": _csv(_FINDINGS, _finding_rows(of)),
        "anchor.txt": _anchor(of).encode(),
    }


def manifest(of: CaseFile, files: Mapping[str, tuple[int, str]]) -> bytes:
    """Return the list of a bundle's files, each with size and SHA-256."""
    return as_json(
        {
            "reference": of.reference,
            "landlord": of.landlord,
            "made_at": of.made_at.isoformat(timespec="seconds"),
            "as_on": of.today.isoformat(),
            "casetrack": of.version,
            "seal": {"number": of.seal[0], "hash": of.seal[1]},
            "entries": len(of.told),
            "chain_head": of.head,
            "files": [
                {"path": name, "size": size, "sha256": hashed}
                for name, (size, hashed) in sorted(files.items())
            ],
        }
    )


def measured(content: bytes) -> tuple[int, str]:
    """Return the size and SHA-256 of a file's content."""
    return len(content), sha256(content).hexdigest()


def as_json(value: Any) -> bytes:
    """Return a value as JSON in plain ASCII, in which no byte steers a terminal."""
    return f"{json.dumps(value, indent=2)}\n".encode()


# --- the history, as it was recorded

_HISTORY: Final = (
    *("entry", "day", "fact", "stage", "details", "recorded_by", "recorded_at", "source"),
    *("recorded_late", "because", "corrects", "corrected_by", "replaced", "findings", "left_out"),
)
_FINDINGS: Final = ("provision", "code", "stage", "entry", "day", "finding")


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([harmless(safe_text(cell)) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # so that a spreadsheet reads it as UTF-8


def _history_row(told: Told) -> tuple[object, ...]:
    entry = told.entry
    fact = entry.fact
    return (
        entry.sequence,
        fact.happened_on,
        fact.kind,
        getattr(fact, "stage", ""),
        in_one_line(fact),
        entry.recorded_by,
        entry.recorded_at.isoformat() if entry.recorded_at else "",
        entry.source.value,
        "yes" if told.late else "",
        entry.because,
        fact.corrects if isinstance(fact, EntryCorrected) else "",
        "" if told.corrected_by is None else told.corrected_by,
        on_its_day(told.was) if told.was else "",
        "; ".join(told.findings),
        told.left_out,
    )


def _told_as_plain(told: Told) -> dict[str, Any]:
    entry, was = told.entry, told.was
    return {
        "entry": entry.sequence,
        "on": entry.fact.happened_on.isoformat(),
        "fact": entry.fact.kind,
        **to_plain(entry.fact),
        "because_recorded": entry.because,
        "recorded_at": entry.recorded_at.isoformat() if entry.recorded_at else None,
        "recorded_by": entry.recorded_by,
        "source": entry.source.value,
        "recorded_late": told.late,
        "words_disposed_of": entry.disposed,
        "corrected_by": told.corrected_by,
        "replaced": {"fact": was.kind, "on": was.happened_on.isoformat(), **to_plain(was)}
        if was
        else None,
        "findings": list(told.findings),
        "left_out": told.left_out or None,
    }


def _finding_rows(of: CaseFile) -> Iterator[tuple[object, ...]]:
    days = {entry.sequence: entry.fact.happened_on for entry in of.standing}
    for finding in of.findings:
        yield (
            str(finding.cited),
            finding.code,
            finding.stage,
            finding.sequence,
            days.get(finding.sequence, ""),
            finding.says,
        )


def _anchor(of: CaseFile) -> str:
    number, hashed = of.seal
    reference = safe_text(of.reference)
    return "\n".join(
        (
            f"Case: {reference}",
            f"Entries: {len(of.told)}",
            f"End of its chain: {of.head}",
            f"Last seal of the database: {number}",
            f"Hash of that seal: {hashed}",
            "",
            "Every entry holds the hash of the one before it, and every change to the database is",
            "sealed over the seal before it. Kept here, this seal shows later whether anything up",
            "to it was changed or cut off: the landlord runs",
            "",
            f"    casetrack check --seal {number} {hashed}",
            "",
        )
    )

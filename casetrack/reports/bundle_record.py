"""The record on the page of an evidence bundle: papers, what happened in its order, corrections."""

from collections.abc import Iterable, Iterator
from typing import Any

from casetrack.domain.facts import Entry, EntryCorrected, Fact
from casetrack.domain.working_days import said
from casetrack.reports.bundle_case import CaseFile, Paper, Told, fields_in_words, in_words
from casetrack.reports.html import Html, Row, described, element, joined, link, table


def entry_link(number: int) -> Html:
    """Return a link to an entry on the page."""
    return link(f"#entry-{number}", f"entry {number}")


def lines_of(pieces: Iterable[object]) -> Html:
    """Return pieces beneath each other."""
    return joined((element("div", each) for each in pieces), "")


# --- papers


def _of_kind(of: CaseFile, *kinds: str) -> Iterator[tuple[Entry, Any]]:
    return ((entry, entry.fact) for entry in of.standing if entry.fact.kind in kinds)


def letters(of: CaseFile) -> Html:
    """Return the letters that were begun and sent."""
    rows = (
        (
            said(fact.happened_on),
            f"{fact.letter.replace('-', ' ')} (stage {fact.stage})",
            _how(of, entry),
            _details(fact, "promised_on", "ombudsman_details_given"),
            joined((_copy(paper) for paper in of.papers if paper.sha256 == _document(fact)), ", "),
            entry_link(entry.sequence),
        )
        for entry, fact in _of_kind(of, "letter-drafted", "letter-issued")
    )
    return table("Letters", ("Day", "Letter", "How", "Details", "Document", "Recorded"), rows)


def _how(of: CaseFile, entry: Entry) -> str:
    """Return how a letter went out; of a draft, what has become of it."""
    if entry.fact.kind == "letter-issued":
        return in_words(getattr(entry.fact, "means", None) or "sent")
    ended = of.case.follow_ups.ended.get(entry.sequence)
    return f"draft, {ended.fact.kind.replace('-', ' ') if ended else 'not sent'}"


def _document(fact: Fact) -> str:
    """Return the hash of a letter's document; of a draft, none that any paper has."""
    return getattr(fact, "document", "")


def _details(fact: Fact, *names: str) -> Html:
    wanted = {name.replace("_", " ") for name in names}
    return described((name, words) for name, words in fields_in_words(fact) if name in wanted)


def correspondence(of: CaseFile) -> Html:
    """Return what else was written and said."""
    rows = (
        (
            said(fact.happened_on),
            fact.kind.replace("-", " "),
            described(fields_in_words(fact)),
            entry_link(entry.sequence),
        )
        for entry, fact in _of_kind(
            of, "correspondence-logged", "contact-attempted", "resident-updated"
        )
    )
    return table("Letters, messages and calls", ("Day", "What", "Details", "Recorded"), rows)


def documents(of: CaseFile) -> Html:
    """Return the documents, with links to their copies."""
    rows = (
        (
            entry_link(paper.number),
            said(paper.filed_on),
            paper.title,
            paper.name,
            _copy(paper),
            f"{paper.size:,} bytes",
            paper.sha256,
            paper.filed_by,
        )
        for paper in of.papers
    )
    headings = ("Entry", "Day", "Title", "Name it had", "Copy", "Size", "SHA-256", "Filed by")
    return table("Documents", headings, rows)


def _copy(paper: Paper) -> Html:
    if paper.file:
        return link(paper.file, paper.file.rpartition("/")[2])
    return element("span", paper.lacking, class_="mark")


# --- the history


def timeline(of: CaseFile) -> Html:
    """Return every entry that stands, in the order of what happened."""
    told = {each.entry.sequence: each for each in of.told}
    rows = (
        Row(
            f"entry-{entry.sequence}",
            (
                said(entry.fact.happened_on),
                _kind(entry.fact),
                described(fields_in_words(entry.fact)),
                _recorded(told[entry.sequence]),
            ),
        )
        for entry in of.standing
    )
    return table("What happened, in its order", ("Day", "What", "Details", "Recorded"), rows)


def _kind(fact: Fact) -> str:
    stage = getattr(fact, "stage", 0)
    return f"{fact.kind.replace('-', ' ')}{f' (stage {stage})' if stage else ''}"


def _recorded(told: Told) -> Html:
    return lines_of(_recorded_lines(told))


def _recorded_lines(told: Told) -> Iterable[object]:
    entry = told.entry
    yield f"Entry {entry.sequence}, {entry.recorded_by} ({entry.source.value})"
    if entry.recorded_at:
        yield f"{entry.recorded_at:%-d %b %Y %H:%M} UTC"
    if told.late:
        yield element("span", "Recorded late", class_="mark")
    if entry.because:
        yield f"Because: {entry.because}"
    if told.corrected_by is not None:
        yield joined(("Corrected by ", entry_link(told.corrected_by)), "")
    if told.left_out:
        yield f"Counts for nothing: {told.left_out}"
    if entry.disposed:
        yield "Its personal words were disposed of."


def corrections(of: CaseFile) -> Html:
    """Return every correction beside what it replaced."""
    rows = []
    for told in of.told:
        fact = told.entry.fact
        if isinstance(fact, EntryCorrected):
            rows.append(
                Row(
                    f"entry-{told.entry.sequence}",
                    (
                        f"entry {fact.corrects}",
                        _stood(told.was),
                        _stood(fact.replacement) or "taken out",
                        fact.because,
                        _recorded(told),
                    ),
                )
            )
    headings = ("Corrected", "It said", "It says now", "Why", "Recorded")
    return table("Corrections, with what they replaced", headings, rows)


def _stood(fact: Fact | None) -> Html:
    if fact is None:
        return Html("")
    day = [("day", said(fact.happened_on))]
    return joined((element("div", _kind(fact)), described([*day, *fields_in_words(fact)])), "")

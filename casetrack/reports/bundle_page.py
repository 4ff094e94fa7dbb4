"""The first page of an evidence bundle: the whole case, for somebody who has never seen it.

Knows what an investigator looks for and in what order. Every word on it is escaped by `html`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from casetrack.domain.clock import name_of
from casetrack.domain.facts import ResponseIssued
from casetrack.domain.stage import StageHistory
from casetrack.domain.working_days import said
from casetrack.reports.bundle_case import CaseFile, Proof, in_words
from casetrack.reports.bundle_record import (
    corrections,
    correspondence,
    documents,
    entry_link,
    letters,
    lines_of,
    timeline,
)
from casetrack.reports.html import Html, described, document, element, joined, link, table

_SECTIONS: Final = (
    ("bundle", "What is in this bundle"),
    ("brief", "The case in brief"),
    ("resident", "The resident"),
    ("people", "People"),
    ("clocks", "Time limits and how each date was counted"),
    ("findings", "Findings"),
    ("letters", "Letters"),
    ("correspondence", "Correspondence"),
    ("documents", "Documents"),
    ("timeline", "Timeline"),
    ("corrections", "Corrections"),
)
_FILES: Final = (
    ("index.html", "this page"),
    ("history.csv", "every entry as it was recorded, by whom and when, for a spreadsheet"),
    ("history.json", "the same for a program"),
    ("clocks.json", "every time limit with its days counted one by one"),
    ("findings.csv", "every departure from the Code that the record shows"),
    ("anchor.txt", "the seal that shows later whether the record was changed"),
    ("manifest.json", "every other file with its size and SHA-256"),
)
_PARTS: Final = {
    "handler": "handled it",
    "decided_by": "decided",
    "staff_involved": "took part",
    "reviewed_by": "reviewed",
    "drafted_by": "drafted the answer",
    "signed_off_by": "signed the answer off",
    "approved_by": "agreed to more time",
    "person": "declared an interest",
    "owner": "sees to what was promised",
    "first_reached": "had it first",
}
"""fields that name somebody → what part in it they had"""


def page(of: CaseFile) -> Html:
    """Return the page as HTML."""
    title = f"Complaint {of.reference}: evidence"
    made = f"{of.made_at:%-d %B %Y, %H:%M} UTC"
    under = of.edition or "no edition of the Code is held for the day it was received"
    sections = (
        element("section", joined((element("h2", heading), content)), id=place)
        for (place, heading), content in zip(_SECTIONS, _contents(of), strict=True)
    )
    inside = (link(f"#{place}", heading) for place, heading in _SECTIONS)
    items = joined(element("li", each) for each in inside)
    contents = element("nav", element("ul", items), aria_label="Contents")
    top = (
        element("h1", title),
        element("p", f"{of.landlord}. Judged by: {under}. As on {said(of.today)}. Made {made}."),
        contents,
    )
    main = element("main", joined(sections))
    return document(title, joined((element("header", joined(top)), main)))


def _contents(of: CaseFile) -> Iterator[Html]:
    """Give what stands in each section, in their order."""
    yield _bundle(of)
    yield _brief(of)
    yield _resident(of)
    yield table("Who took part", ("Person", "Part"), _people(of))
    yield _clocks(of)
    yield _findings(of)
    yield letters(of)
    yield correspondence(of)
    yield documents(of)
    yield timeline(of)
    yield corrections(of)


def _bundle(of: CaseFile) -> Html:
    copies = sum(bool(paper.file) for paper in of.papers)
    rows: list[tuple[object, ...]] = [(link(name, name), holds) for name, holds in _FILES]
    rows.append(("documents/", f"copies of {copies} of {len(of.papers)} documents"))
    number, hashed = of.seal
    return joined(
        (
            table("Files", ("File", "What it holds"), rows),
            element(
                "p",
                "To verify: compare the SHA-256 of each file with manifest.json. The record is "
                f"chained entry by entry; this case has {len(of.told)}, and its chain ends with "
                f"{of.head}. The database was last sealed with seal {number}, {hashed}: with it "
                "the landlord's casetrack check shows whether anything up to it was changed.",
            ),
        )
    )


# --- the case


def _brief(of: CaseFile) -> Html:
    begun: Any = of.case.complaint or (of.case.request.fact if of.case.request else None)
    about = {
        name.replace("_", " "): in_words(value)
        for name, value in of.about.items()
        if name in ("channel", "category", "service_area", "cause", "keywords", "follows")
    }
    received = said(begun.happened_on) if begun else ""
    words = [
        (name, getattr(begun, name.replace(" ", "_"), ""))
        for name in ("summary", "words", "impact", "outcome sought")
    ]
    brief = described([("state", of.state), ("received", received), *about.items(), *words])
    return joined((brief, *map(_stage, of.case.stages)))


def _stage(stage: StageHistory) -> Html:
    pairs: list[tuple[str, object]] = [("opened", said(stage.opened_on))]
    for name, entry in (
        ("acknowledged", stage.acknowledged),
        ("answered", stage.answered),
        ("ended", stage.ended),
    ):
        if entry is not None:
            what = "" if name != "ended" else f" ({entry.fact.kind.replace('-', ' ')})"
            pairs.append((name, f"{said(entry.fact.happened_on)}{what}"))
    pairs.append(("handler", stage.handler))
    points = stage.definition.points if stage.definition else ()
    pairs.append(("complaint", _numbered(points)))
    answer = stage.answered.fact if stage.answered else None
    if isinstance(answer, ResponseIssued):
        pairs.append(("outcome", answer.outcome or ""))
        pairs.append(("answers", lines_of(map(in_words, answer.answers))))
    return joined((element("h3", f"Stage {stage.number}"), described(pairs)))


def _numbered(points: Sequence[str]) -> Html:
    """Return the points of a definition by their numbers, which the answers name."""
    return lines_of(f"{number}. {each}" for number, each in enumerate(points, 1))


def _resident(of: CaseFile) -> Html:
    begun: Any = of.case.complaint or (of.case.request.fact if of.case.request else None)
    pairs = [
        (name.replace("_", " "), in_words(value))
        for name in (
            *("resident", "resident_reference", "address", "tenure", "made_by"),
            *("representative", "authority"),
        )
        if (value := getattr(begun, name, ""))
    ]
    rows = (
        (
            each.kind,
            each.what,
            said(each.since),
            said(each.until) if each.until else "still holds",
            said(each.review_on) if each.review_on else "",
            each.more,
        )
        for each in of.held
    )
    headings = ("Kind", "What", "Since", "Until", "Review", "More")
    return joined(
        (
            described(pairs),
            table("Adjustments, alerts and what else held while the case ran", headings, rows),
        )
    )


def _people(of: CaseFile) -> list[tuple[str, str]]:
    parts: dict[str, dict[str, None]] = {}
    for entry in of.standing:
        for field, part in _PARTS.items():
            named = getattr(entry.fact, field, ())
            for name in (named,) if isinstance(named, str) else named:
                stage = getattr(entry.fact, "stage", "")
                at = f" (stage {stage})" if stage else ""
                if name.strip():
                    parts.setdefault(name, {})[f"{part}{at}"] = None
    for told in of.told:
        parts.setdefault(told.entry.recorded_by or "not known", {})["recorded entries"] = None
    return [(name, ", ".join(what)) for name, what in sorted(parts.items())]


# --- what the Code makes of it


def _clocks(of: CaseFile) -> Html:
    rows = [
        (
            name_of(clock).capitalize(),
            f"{clock.timescale.edition}, {clock.timescale.provision}".strip(", "),
            said(clock.started_on) if clock.started_on else "",
            said(clock.due_on) if clock.due_on else "",
            said(clock.stopped_on) if clock.stopped_on else "",
            clock.verdict(of.today).value.replace("-", " "),
        )
        for clock in (proof.clock for proof in of.proofs)
    ]
    headings = ("Time limit", "Provision", "From", "Due", "Done", "Verdict")
    return joined((table("Time limits", headings, rows), *map(_proof, of.proofs)))


def _proof(proof: Proof) -> Html:
    clock, explanation = proof.clock, proof.explanation
    heading = element("h3", name_of(clock).capitalize())
    if explanation is None or clock.started_on is None:
        words = "No acknowledgement ever started its time."
        return joined((heading, element("p", words)))
    days = [("day 0", said(clock.started_on), "the start")]
    days += [
        (str(day.number) if day.counted else "not counted", said(day.date), day.reason or "")
        for day in explanation.days
    ]
    return joined(
        (
            heading,
            element("p", explanation.sentence),
            table("Day by day", ("Working day", "Date", "Why"), days, class_="days"),
            *(element("p", note) for note in explanation.notes),
            element("p", explanation.rule),
        )
    )


def _findings(of: CaseFile) -> Html:
    found = table(
        "Departures from the Code on record",
        ("Provision", "Finding", "Shown by"),
        ((str(each.cited), each.says, entry_link(each.sequence)) for each in of.findings),
    )
    left_out = (
        (entry_link(told.entry.sequence), told.entry.fact.kind.replace("-", " "), told.left_out)
        for told in of.told
        if told.left_out
    )
    return joined(
        (
            found,
            table("Taken for granted", ("Assumption",), ((e,) for e in of.taken_for_granted)),
            table("Counted for nothing, as it contradicts the record",
                  ("Entry", "What", "Why"), left_out),
        )
    )  # fmt: skip

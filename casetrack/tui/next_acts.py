"""What a case waits for, by the keys it is done with: lines of what may be done, and what may not.

Values in, words out: knows no widget.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from casetrack.service.offers import Offer
from casetrack.service.wording import objection_on_screen
from casetrack.tui.draft_lines import kept_in_words
from casetrack.tui.drafts import Draft

KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "a": ("complaint-acknowledged",),
        "d": ("complaint-defined",),
        "r": ("response-issued",),
        "x": ("response-extended",),
        "u": ("resident-updated", "update-interval-agreed"),
        "s": ("handler-assigned",),
        "e": ("escalation-requested",),
    }
)
"""the acts that have a key of their own on a case file; `p` has all"""
_KEY_OF: Final = {kind: key for key, kinds in KEYS.items() for kind in kinds}
_BEGINS: Final = "complaint-acknowledged"
_ANSWER: Final = "response-issued"
_EXTENDS: Final = "response-extended"


@dataclass(frozen=True, slots=True)
class NextLine:
    """One act, as it is offered."""

    key: str
    words: str
    possible: bool


def next_lines(
    offers: Sequence[Offer], drafts: Sequence[Draft], today: date
) -> tuple[NextLine, ...]:
    """Return what one has begun, what the case waits for, then what of the keys is worth knowing.

    `drafts`: one's own on this case.
    """
    begins = {each.stage for each in offers if each.next and each.kind == _BEGINS}
    # Before it is acknowledged, that it cannot be answered yet tells nobody anything.
    waited_for = [
        each
        for each in offers
        if each.next and not (each.kind == _ANSWER and each.objections and each.stage in begins)
    ]
    lines = [_line(offer) for offer in waited_for]
    lines += _extension(offers, {each.stage for each in waited_for if each.kind == _ANSWER})
    return (*_begun(drafts, today), *sorted(lines, key=lambda line: not line.possible))


def _begun(drafts: Sequence[Draft], today: date) -> Iterator[NextLine]:
    """Give the drafts, all in one line."""
    told = [kept_in_words(each, today) for each in drafts]
    if told:
        titles = ", ".join(f"{each.title} ({each.cells[0]})" for each in told)
        yield NextLine("b", f"✎ begun and not recorded: {titles}", possible=True)


def offered(key: str, offers: Sequence[Offer]) -> Offer | None:
    """Return the act that a key does: what is waited for first, then what is possible."""
    found = [offer for offer in offers if offer.kind in KEYS[key]]
    found.sort(key=lambda each: (not each.next, bool(each.objections), -(each.stage or 0)))
    return next(iter(found), None)


def against(offer: Offer) -> str:
    """Return what stands against an act, in words; "" where nothing does."""
    return " ".join(objection_on_screen(each) for each in offer.objections)


def _line(offer: Offer) -> NextLine:
    key = _KEY_OF.get(offer.kind, "p")
    if offer.objections:
        return NextLine(key, f"{offer.title}: {against(offer)}", possible=False)
    by = f" ({offer.provision})" if offer.provision else ""
    said = offer.why_next.removeprefix(f"{offer.provision}: ")
    why = f": {said}" if said else ""
    return NextLine(key, f"{offer.title}{by}{why}", possible=True)


def _extension(offers: Sequence[Offer], awaited: set[int | None]) -> Iterator[NextLine]:
    """Give the extension while an answer is waited for: it is asked for before it is too late."""
    for offer in offers:
        if offer.kind != _EXTENDS or offer.next or offer.stage not in awaited:
            continue
        line = _line(offer)
        if line.possible:
            yield line
        else:
            yield NextLine("x", f"{line.words} One that was given: X", possible=False)

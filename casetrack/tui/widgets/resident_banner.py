"""What holds for a resident, above everything on every screen about them."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.app import RenderResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from casetrack.domain.resident import Holding, Resident
from casetrack.service.derivation import About
from casetrack.text import safe_text

_FLAG: Final = "⚑ "
_BETWEEN: Final = " · "
_CALLED: Final = {
    "restriction-imposed": "contact restricted: ",
    "disability-disclosed": "disability: ",
    "representative-authorised": "represented by ",
}
"""what does not say by itself what it is"""
_MOST: Final = 2
"""lines, however much holds: the rest is counted"""


class ResidentBanner(Widget):
    """One or two lines: alerts, restrictions, adjustments, how to reach them. None: no line."""

    DEFAULT_CSS = """
    ResidentBanner {
        height: auto; width: 1fr; padding: 0 1; display: none;
        background: $warning-muted; color: $text-warning; text-style: bold;
    }
    ResidentBanner.-holds { display: block; }
    """

    _parts: reactive[tuple[str, ...]] = reactive((), layout=True)

    def show(self, resident: Resident | None, about: About | None = None) -> None:
        """Take what is known of a resident, and of whom the case says it is."""
        self._parts = held(resident, about)
        self.set_class(bool(self._parts), "-holds")

    def get_content_height(
        self,
        container: Size,  # noqa: ARG002  Textual's own signature
        viewport: Size,  # noqa: ARG002
        width: int,
    ) -> int:
        """Return how many lines it takes."""
        return len(lines_of(self._parts, width)) if self._parts else 0

    def render(self) -> RenderResult:
        """Return the lines."""
        return Text("\n".join(lines_of(self._parts, self.content_size.width)), no_wrap=True)


def held(resident: Resident | None, about: About | None) -> tuple[str, ...]:
    """Return all that holds, in words, what everybody has to know first."""
    if resident is None:
        return ()
    parts = [safe_text(_in_words(each)) for each in resident]
    if resident.registered and resident.registered.preferred_contact:
        parts.append(safe_text(f"prefers {resident.registered.preferred_contact}"))
    if parts and about and about.resident and resident.name not in ("", about.resident):
        # A case of a group, or under another name than the record's: say whom it holds for.
        parts[0] = f"{safe_text(resident.name)}: {parts[0]}"
    return tuple(parts)


def _in_words(each: Holding) -> str:
    review = f" (review {each.review_on:%-d %b %Y})" if each.review_on else ""
    if each.until:
        review = f" (until {each.until:%-d %b %Y})"
    return f"{_CALLED.get(each.kind, '')}{each.what}{review}"


def lines_of(parts: Sequence[str], width: int) -> list[str]:
    """Return the parts as lines of a width; what has no room is counted at the end."""
    room = max(8, width - cell_len(_FLAG))
    for shown in range(len(parts), 0, -1):
        left = len(parts) - shown
        said = [*parts[:shown], *([f"+{left} more: people"] if left else [])]
        lines = _filled(said, room)
        if len(lines) <= _MOST:
            break
    return [(_FLAG if not number else "  ") + line for number, line in enumerate(lines[:_MOST])]


def _filled(parts: Sequence[str], room: int) -> list[str]:
    """Return parts side by side, each in one line as a whole; too long a one is cut."""
    lines: list[str] = []
    for part in parts:
        if cell_len(part) > room:
            part = set_cell_size(part, room - 1).rstrip() + "…"
        joined = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and cell_len(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines

"""What would come of a form as it stands: the clocks before and after, what stands against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.containers import VerticalScroll
from textual.widgets import Static

from casetrack.text import safe_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would come of it, in words."""

    clocks: tuple[tuple[str, str, str], ...] = ()
    """name, before, after"""
    against: tuple[str, ...] = ()
    """what stands against it and belongs to no field"""
    beside: int = 0
    """how many things are said beside their fields"""
    findings: tuple[str, ...] = ()
    """what would stand on record with it"""
    missing: int = 0
    """how many fields it cannot do without"""
    news: str = ""
    """what others recorded meanwhile"""
    failure: str = ""
    """why nothing can be said of it"""
    refused: bool = False
    """it was to be recorded, and was not"""


class OutcomePane(VerticalScroll, can_focus=False):
    """The foot of a form."""

    DEFAULT_CSS = """
    OutcomePane { height: auto; max-height: 45%; border-top: solid $panel-lighten-2; }
    OutcomePane > Static { height: auto; padding: 0 1; }
    """

    def __init__(self) -> None:
        """Begin with nothing to say."""
        super().__init__()
        self._said = Static(markup=False)

    def compose(self) -> "Sequence[Static]":
        """Lay the pane out."""
        return [self._said]

    def show(self, outlook: Outlook) -> None:
        """Say what would come of the form as it stands."""
        text = Text("\n").join(_lines(outlook))
        self._said.update(text)


def _lines(outlook: Outlook) -> list[Text]:
    lines = []
    if outlook.failure:
        lines.append(Text(f"✗ {safe_text(outlook.failure)}", "bold"))
    if outlook.refused:
        lines.append(Text("✗ Not recorded: see what stands against it.", "bold"))
    if outlook.news:
        lines.append(Text(f"⚠ {safe_text(outlook.news)}", "bold"))
    if outlook.missing:
        fields = "field is" if outlook.missing == 1 else "fields are"
        lines.append(Text(f"Not yet: {outlook.missing} {fields} still to be filled in."))
    if outlook.clocks:
        lines += _before_and_after(outlook.clocks)
    elif not (outlook.missing or outlook.failure):
        lines.append(Text("No clock changes.", "dim"))
    lines += [Text(f"✗ {safe_text(each)}") for each in outlook.against]
    if outlook.beside:
        one = outlook.beside == 1
        number = "One thing stands" if one else f"{outlook.beside} things stand"
        where = "its field" if one else "their fields"
        lines.append(Text(f"✗ {number} against it, said beside {where}."))
    lines += [Text(f"! {safe_text(each)}") for each in outlook.findings]
    return lines


def _before_and_after(clocks: Sequence[tuple[str, str, str]]) -> list[Text]:
    name = max(len(each[0]) for each in clocks)
    before = max(len(each[1]) for each in clocks)
    return [
        Text.assemble(
            (f"{safe_text(clock):<{name}}  ", "bold"),
            (f"{safe_text(was):<{before}}", "dim"),
            " → ",
            safe_text(becomes),
        )
        for clock, was, becomes in clocks
    ]

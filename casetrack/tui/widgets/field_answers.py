"""The answers to the points of a definition: for each its decision, the reasons, the rules used."""

from collections.abc import Mapping, Sequence

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from casetrack.domain.codec import Plain
from casetrack.domain.facts.terms import Outcome
from casetrack.text import safe_text
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_choice import Choice
from casetrack.tui.widgets.field_inputs import LineInput, TextBox


class PointRow(Vertical):
    """One point: what is complained of, what was decided of it and why."""

    DEFAULT_CSS = """
    PointRow { height: auto; }
    PointRow > Horizontal { height: auto; }
    PointRow .point--words { height: auto; text-style: italic; }
    PointRow Choice { width: 18; }
    """

    def __init__(self, number: int, words: str) -> None:
        """Take the point."""
        super().__init__()
        self.number = number
        self._words = words
        options = [(each.value.replace("-", " "), each.value) for each in Outcome]
        self._decision = Choice(options, prompt="decision", compact=True)
        self._reasons = TextBox(placeholder="Reasons, as the resident is given them")
        self._refers_to = LineInput(placeholder="Policy, law or good practice")

    def compose(self) -> ComposeResult:
        """Lay the point out."""
        yield Static(Text(safe_text(f"{self.number} {self._words}")), classes="point--words")
        with Horizontal():
            yield self._decision
            yield self._refers_to
        yield self._reasons

    @property
    def raw(self) -> dict[str, str | int]:
        """What stands in it as it was typed; nothing where nothing does."""
        decision = self._decision.value
        typed: dict[str, str | int] = {
            "decision": decision if isinstance(decision, str) else "",
            "reasons": self._reasons.words,
            "refers_to": self._refers_to.words,
        }
        return {"point": self.number, **typed} if any(typed.values()) else {}

    def take(self, raw: Mapping[str, Raw]) -> None:
        """Take what was typed."""
        decision = str(raw.get("decision") or "")
        self._decision.value = decision if decision in list(Outcome) else Select.NULL
        self._reasons.words = str(raw.get("reasons") or "")
        self._refers_to.words = str(raw.get("refers_to") or "")


class AnswersField(Field):
    """A row for each point of the definition."""

    DEFAULT_CSS = """
    AnswersField .answers--rows { height: auto; width: 1fr; }
    """

    def __init__(self, key: str, label: str, points: Sequence[str], *, hint: str = "") -> None:
        """Take the points."""
        super().__init__(key, label, hint=hint)
        self._rows = [PointRow(number, words) for number, words in enumerate(points, 1)]
        self._beyond: list[Mapping[str, Raw]] = []
        """answers to points that are no longer there: kept, so that nothing typed is lost"""

    def control(self) -> Widget:
        """Return the rows."""
        if not self._rows:
            return Static(
                "No definition with points is on record at this stage.", classes="answers--rows"
            )
        return Vertical(*self._rows, classes="answers--rows")

    @property
    def raw(self) -> Raw:
        """What is typed for each point."""
        return (*(row.raw for row in self._rows if row.raw), *self._beyond)

    @raw.setter
    def raw(self, raw: Raw) -> None:
        listed = raw if isinstance(raw, list | tuple) else ()
        answers = [each for each in listed if isinstance(each, dict)]
        by_number = {each.get("point"): each for each in answers}
        for row in self._rows:
            row.take(by_number.pop(row.number, {}))
        self._beyond = list(by_number.values())

    def plain(self) -> Plain:
        """Return the answers of the points that were decided, None where none was.

        One with reasons and without a decision is left out: then a point is unanswered, and that is
        said.
        """
        return [
            {name: value for name, value in raw.items() if value or name == "reasons"}
            for raw in (row.raw for row in self._rows)
            if raw.get("decision")
        ] or None

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _typed(self, event: Input.Changed | TextArea.Changed | Select.Changed) -> None:
        event.stop()
        self.changed()

"""Fields for words: a line, an account of something, a list with one in each line."""

import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual import on
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, TextArea

from casetrack.domain.codec import Plain
from casetrack.domain.errors import BadInput, CouldNot
from casetrack.tui.widgets.field import Field, Raw
from casetrack.tui.widgets.field_inputs import LineInput, TextBox


class WordsField(Field):
    """One line of words; known ones are suggested as it is typed."""

    def __init__(
        self,
        key: str,
        label: str,
        *,
        hint: str = "",
        required: bool = False,
        known: Sequence[str] = (),
    ) -> None:
        """Take the words that are suggested."""
        super().__init__(key, label, hint=hint, required=required)
        suggester = SuggestFromList(known, case_sensitive=False) if known else None
        self._input = LineInput(suggester=suggester)

    def control(self) -> Widget:
        """Return the line."""
        return self._input

    @property
    def raw(self) -> Raw:
        """What is typed."""
        return self._input.words

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._input.words = raw if isinstance(raw, str) else ""

    def plain(self) -> Plain:
        """Return the words, None for none."""
        return self._input.words or None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.changed()


class AccountField(Field):
    """Several lines of words: what somebody said or did."""

    def __init__(self, key: str, label: str, *, hint: str = "", required: bool = False) -> None:
        """Take what it is called."""
        hint = " ".join(filter(None, (hint, "ctrl+e: in your own editor.")))
        super().__init__(key, label, hint=hint, required=required)
        self._box = TextBox()

    def control(self) -> Widget:
        """Return the box."""
        return self._box

    @property
    def raw(self) -> Raw:
        """What is typed."""
        return self._box.words

    @raw.setter
    def raw(self, raw: Raw) -> None:
        self._box.words = raw if isinstance(raw, str) else ""

    def plain(self) -> Plain:
        """Return the words, None for none."""
        return self._box.words or None

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.changed()


class ListField(AccountField):
    """A list of words, one in each line."""

    def plain(self) -> Plain:
        """Return the list, None where it is empty."""
        lines = [line.strip() for line in self._box.words.split("\n")]
        return [line for line in lines if line] or None

    def fill(self, plain: Plain) -> None:
        """Take a list."""
        self.raw = "\n".join(map(str, plain)) if isinstance(plain, list) else ""


def edited(words: str) -> str:
    """Return words as a person leaves them in their own editor ($VISUAL, $EDITOR).

    They lie meanwhile in a file that only its owner can read, deleted afterwards. Raises CouldNot
    where there is no editor or it fails, BadInput for what is no text: the words stay as they were.
    """
    command = _editor()
    # The folder is made for its owner alone, and with it go the copies that editors leave.
    with tempfile.TemporaryDirectory(prefix="casetrack-") as folder:
        file = Path(folder) / "words.txt"
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(words.encode("utf-8", "surrogatepass"))
        try:
            code = subprocess.run([*command, str(file)], check=False).returncode  # noqa: S603  the person's own
            left = file.read_bytes()
        except OSError as error:
            raise CouldNot(
                f"{command[0]} could not be started ({error.strerror}): set EDITOR to an editor "
                "that is there. The words are as they were."
            ) from error
    if code:
        raise CouldNot(f"{command[0]} ended with {code}: the words are as they were.")
    try:
        text = left.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            "What the editor left is no UTF-8 text: the words are as they were."
        ) from error
    # An editor ends a file with a line end that nobody typed.
    return text if words.endswith("\n") else text.removesuffix("\n")


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        return shlex.split(named) or ["vi"]
    except ValueError as error:
        raise CouldNot(
            f"EDITOR is {named!r}, which is no command ({error}): set it to an editor that is "
            "there. The words are as they were."
        ) from error

"""An app whose notices and copies steer no terminal, whoever's words are in them."""

from typing import Any

from textual.app import App

from casetrack.text import safe_text


class HarmlessApp(App[None]):
    """What is said at the edge of the screen is made harmless here, once for every screen."""

    def notify(self, message: str, **more: Any) -> None:
        """Say something at the edge of the screen; it is taken for words, not for markup."""
        super().notify(safe_text(message, lines=True), **{**more, "markup": False})

    def copy_to_clipboard(self, text: str) -> None:
        """Copy words; what would steer the terminal they are put into is a picture of itself."""
        super().copy_to_clipboard(safe_text(text, lines=True))

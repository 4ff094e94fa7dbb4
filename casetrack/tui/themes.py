"""The looks of the UI: dark, light, high contrast, and none in colour."""

from typing import Final

from textual.theme import Theme

_DARK: Final = Theme(
    name="casetrack-dark",
    primary="#2f5d8a",
    secondary="#4f7cac",
    accent="#7fb3d5",
    warning="#ffb454",
    error="#ff7b72",
    success="#7ee787",
    foreground="#e6e6e6",
    background="#14181d",
    surface="#14181d",
    panel="#1f262e",
    dark=True,
)
_LIGHT: Final = Theme(
    name="casetrack-light",
    primary="#1d4e79",
    secondary="#33658a",
    accent="#1d4e79",
    warning="#8a4b00",
    error="#a4111b",
    success="#0b6e2d",
    foreground="#15191e",
    background="#fbfbf8",
    surface="#fbfbf8",
    panel="#e9eaec",
    dark=False,
)
_HIGH_CONTRAST: Final = Theme(
    name="casetrack-high-contrast",
    primary="#ffffff",
    secondary="#ffff00",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff8c8c",
    success="#00ff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    text_alpha=1.0,
    variables={
        "block-cursor-background": "#ffff00",
        "block-cursor-foreground": "#000000",
        "text-muted": "#ffffff",
        "footer-key-foreground": "#ffff00",
        "border": "#ffffff",
    },
)
_NO_COLOUR: Final = Theme(
    name="casetrack-no-colour",
    primary="#585858",
    secondary="#d0d0d0",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#ffffff",
    foreground="#e4e4e4",
    background="#000000",
    surface="#000000",
    panel="#262626",
    dark=True,
    variables={"block-cursor-background": "#e4e4e4", "block-cursor-foreground": "#000000"},
)
THEMES: Final = (_DARK, _LIGHT, _HIGH_CONTRAST, _NO_COLOUR)
"""the first is what a new user sees"""
NO_COLOUR: Final = _NO_COLOUR.name
"""for those who set NO_COLOR"""

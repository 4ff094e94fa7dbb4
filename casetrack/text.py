"""Words on their way out, and words made ready for finding. Knows nothing of complaints.

Every text that reaches a terminal, an email, a page or a log goes through `safe_text`; what a
person wrote is kept as it was written and only shown harmless.
"""

import unicodedata

# Characters that steer a terminal or reorder a line: shown as a picture, never sent.
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20)}
_VISIBLE[0x7F] = "\u2421"
_VISIBLE.update(dict.fromkeys(range(128, 160), "�"))
_VISIBLE.update(dict.fromkeys(_BIDI, "◌"))
_VISIBLE.update({0x2028: "\u2424", 0x2029: "\u2424"})
_ONE_LINE = {**_VISIBLE, 0x0A: "\u21b5", 0x09: " "}
_MANY_LINES = {code: shown for code, shown in _VISIBLE.items() if code not in (0x0A, 0x09)}

_LONE_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


def safe_text(words: object, *, lines: bool = False) -> str:
    """Return `words` with every control, escape and reordering character made visible.

    With `lines` a newline and a tab stay what they are; otherwise the result is one line.
    """
    text = words if isinstance(words, str) else str(words)
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n") if lines else text
    return text.translate(_MANY_LINES if lines else _ONE_LINE).translate(_LONE_SURROGATES)


def fold(words: str) -> str:
    """Return `words` as they are compared and sorted: no case, accents, punctuation or spaces.

    "Żak" and "zak", "O'Neill" and "oneill", "Stage 1 – Acknowledged" and "stage1acknowledged"
    fold to the same.
    """
    decomposed = unicodedata.normalize("NFKD", words.casefold().replace("ł", "l"))
    return "".join(letter for letter in decomposed if letter.isalnum())


def width(words: str) -> int:
    """Return how many columns of a terminal `words` take."""
    if words.isascii():
        return len(words)
    return sum(
        0
        if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf"
        else 2
        if unicodedata.east_asian_width(letter) in "WF"
        else 1
        for letter in words
    )

"""Words on their way out, and words made ready for finding. Knows nothing of complaints.

Every text that reaches a terminal, an email, a page or a log goes through `safe_text`; what a
person wrote is kept as it was written and only shown harmless.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

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


# --- words made ready for finding

_LONGEST: Final = 60
"""letters of a word that count; no engine indexes words without end"""
_MOST: Final = 250_000
"""letters of a text's words, all told, that are kept: at most a million bytes"""
_APOSTROPHES: Final = frozenset("'`´ʹʻʼʽˈˊ՚׳‘’‛′ꞌ＇")
_PLAIN: Final = {
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ɖ": "d",
    "ɗ": "d",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "þ": "th",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ŋ": "n",
    "ə": "e",
    "ɓ": "b",
    "ƙ": "k",
    "ƴ": "y",
}
"""letters that are no base letter with a mark, as they are typed without them"""
_FAR: Final = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHE: Final = re.compile(f"[{''.join(sorted(_APOSTROPHES))}]")
_NAME: Final = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")
"""letters and figures, with apostrophes inside"""
_NUMBER: Final = re.compile(r"(?<![^\W_])\d+(?:[\W_]+\d+)+(?![^\W_])")
"""figures in several parts, such as a reference or a date"""


def words_for_search(text: str) -> str:
    """Return the words that find `text`, each once, with a space between.

    A word is found with and without its marks, apostrophes and hyphens: "O'Neill-Żak" gives
    "oneillzak oneill zak o neill". "" where there is no word in it.
    """
    words: dict[str, None] = {}
    for typed in _typed(text):
        if typed.isalnum():
            words[typed[:_LONGEST]] = None
        else:
            words.update(_kept(typed))
    found = " ".join(words)
    return found if len(found) <= _MOST else found[:_MOST].rpartition(" ")[0]


def spellings(text: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return, for each word typed in `text`, the ways in which it may be on record.

    A way is one or more of the words that `words_for_search` gives, all of which it takes:
    "O'Neill" is on record as "oneill", or else as "o" and "neill". Figures in several parts are one
    word: "2026/0412" is not on record where "2026/0007" and "2025/0412" are.
    """
    ways = (_ways(typed) for typed in _typed(text))
    return tuple(way for way in ways if way)


@lru_cache(maxsize=5_000)
def _kept(typed: str) -> dict[str, None]:
    """Return every word that finds a typed one."""
    whole, joined, apart = _parts(typed)
    numbers = ["".join(filter(str.isdecimal, number)) for number in _NUMBER.findall(typed)]
    return dict.fromkeys(word[:_LONGEST] for word in (*whole, *joined, *apart, *numbers))


def _ways(typed: str) -> tuple[tuple[str, ...], ...]:
    ways = _parts(typed)
    whole = ways[0]
    kept = ways[:1] if whole and whole[0].isdecimal() else ways
    return tuple(dict.fromkeys(tuple(word[:_LONGEST] for word in way) for way in kept if whole))


def _parts(typed: str) -> tuple[list[str], list[str], list[str]]:
    """Return a typed word as one, parted at hyphens and the like, parted at apostrophes too."""
    names = _NAME.findall(typed)
    joined = [name.replace("'", "") for name in names]
    apart = [part for name in names for part in name.split("'") if part]
    return ["".join(joined)] if joined else [], joined, apart


def _typed(text: str) -> list[str]:
    """Return the words of a text as they were typed, in plain small letters."""
    if text.isascii():
        return text.lower().replace("`", "'").split()
    text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("'", text)).casefold()
    return _FAR.sub(_plain_letters, unicodedata.normalize("NFKD", text)).split()


def _plain_letters(run: re.Match[str]) -> str:
    return "".join(map(_plain_letter, run[0]))


@cache
def _plain_letter(letter: str) -> str:
    """Return a letter without its mark; nothing for what is not seen, "-" for what is no letter."""
    category = unicodedata.category(letter)
    if letter.isspace() or letter in _APOSTROPHES:
        return " " if letter.isspace() else "'"
    if category[0] == "M" or (category == "Cf" and letter != "\u200b"):
        return ""
    return _PLAIN.get(letter, letter) if letter.isalnum() else "-"

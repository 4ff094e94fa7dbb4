"""What may be stored as a text, what says nothing, and what is an email address.

Knows characters, never a complaint. What a person wrote is kept as it was written, escapes and
reordering marks too: they are made harmless on every way out, not here.
"""

import re
import unicodedata
from itertools import islice
from typing import Final

from casetrack.domain.errors import BadInput

LONGEST: Final = 20_000
"""Characters of one text, a line end counted as one."""

_FEWEST_LETTERS: Final = 3
# Words written where there is nothing to say, without case, blanks and punctuation. "nothing" and
# "none known" are not among them: they answer a question.
_SAYS_NOTHING: Final = frozenset(
    {
        "nil",
        "none",
        "null",
        "tba",
        "tbc",
        "tbd",
        "asabove",
        "seeabove",
        "notapplicable",
        "tobeadvised",
        "tobeconfirmed",
        "tobedecided",
    }
)
_ENOUGH_LETTERS: Final = max(map(len, _SAYS_NOTHING)) + 1
"""A text with so many is none of these words, whatever follows."""

_LONGEST_ADDRESS: Final = 254
_LONGEST_LOCAL_PART: Final = 64
_LONGEST_LABEL: Final = 63
_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
# Shown as nothing although Unicode calls them letters, marks or symbols: fillers and joiners.
_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)


def tidied(text: str, *, called: str, longest: int = LONGEST) -> str:
    r"""Return a text as it is stored: CR LF and CR become \n, all else stays verbatim.

    `called` is what the person knows the field as. Raises BadInput for what is longer than
    `longest` characters, holds a NUL or holds half a character: no database keeps those.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > longest:
        raise BadInput(
            f'"{called}" holds {len(text):,} characters and at most {longest:,} are kept: shorten '
            "it; the whole text can be filed as a document of the case."
        )
    if (place := text.find("\0")) >= 0:
        raise BadInput(
            f'"{called}" holds a character that is no text (NUL, at place {place + 1:,}): '
            "take it out, or type the words again."
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f'"{called}" holds half a character ({_code(text[error.start])}, at place '
            f"{error.start + 1:,}): type that character again."
        ) from error
    return text


def says_something(text: str) -> bool:
    """Say whether a text would tell a reader anything: at least three letters or digits.

    A dot, a dash, n/a, none, nil, TBC and their like tell nothing. This is for reasons and
    explanations; a resident's own words need only not be blank.
    """
    letters = "".join(islice(filter(str.isalnum, text), _ENOUGH_LETTERS))
    return len(letters) >= _FEWEST_LETTERS and letters.casefold() not in _SAYS_NOTHING


def shows_something(text: str) -> bool:
    """Say whether there is anything to be seen in a text: blanks and joiners show nothing.

    A control is something: on every way out a picture stands for it.
    """
    return any(
        not letter.isspace()
        and letter not in _BLANK
        and unicodedata.category(letter) not in ("Cf", "Zl", "Zp")
        for letter in text
    )


def same_name(name: str) -> str:
    """Return a name as names are compared: "Jo Bell", "jo  bell" and "JO BELL" are one person."""
    seen = "".join(letter if not _invisible(letter) else "" for letter in name)
    return " ".join(unicodedata.normalize("NFKC", seen).casefold().split())


def email_problem(address: str) -> str | None:
    """Return what is wrong with an email address, in a sentence; None where nothing is.

    One bare address: before the @ ASCII only, for few servers take anything else; behind it also
    letters that the international encoding of domains (IDNA) keeps apart. A first "-" is only
    data: no other program is ever started with an address.
    """
    if not address:
        return "The email address is empty: write one, such as resident@mail.example."
    for separator, name in ((",", "comma"), (";", "semicolon")):
        if separator in address:
            return f"The email address holds a {name}: give one address only."
    if len(address) > _LONGEST_ADDRESS:
        return _too_long(len(address))
    for place, letter in enumerate(address, start=1):
        if _invisible(letter):
            return (
                f"The email address holds a character that cannot be seen ({_code(letter)}, at "
                f"place {place}): type the address again."
            )
    if "<" in address or ">" in address:
        return (
            "The email address has a name beside it, or a part of one: write the bare address, "
            "without < and >."
        )
    if any(letter.isspace() for letter in address):
        return "The email address holds a space: write one address without spaces."
    if (found := address.count("@")) != 1:
        return (
            f"The email address has {found or 'no'} @: there is exactly one, as in "
            "resident@mail.example."
        )
    local, _, domain = address.partition("@")
    return _local_part_problem(local) or _domain_problem(domain, len(local))


def _local_part_problem(local: str) -> str | None:
    if not local:
        return "The email address has nothing before the @: write the whole address."
    if len(local) > _LONGEST_LOCAL_PART:
        return (
            f"The email address has {len(local)} characters before the @ and at most "
            f"{_LONGEST_LOCAL_PART} are possible: check it with the person."
        )
    if not local.isascii():
        return (
            "The email address has a letter outside a–z before the @, which mail servers mostly "
            "refuse: ask the person for an address in plain letters."
        )
    if not _LOCAL_PART.fullmatch(local):
        wrong = next(letter for letter in local if not _LOCAL_PART.fullmatch(letter))
        return f"The email address holds {wrong} before the @, where it cannot stand: check it."
    return _dots_problem(local, "before")


def _dots_problem(part: str, where: str) -> str | None:
    if "" not in part.split("."):
        return None
    return (
        f"The email address has a dot too many {where} the @: no dot stands first, last or beside "
        "another."
    )


def _domain_problem(domain: str, before: int) -> str | None:
    """Return what is wrong with what stands behind the @, `before` characters before it."""
    if "." not in domain:
        return (
            "The email address has no dot after the @: write the whole address, as in "
            "resident@mail.example."
        )
    if problem := _dots_problem(domain, "after"):
        return problem
    labels = domain.split(".")
    sent = [_as_sent(label) for label in labels]
    for label, as_sent in zip(labels, sent, strict=True):
        if not label.isascii() and not as_sent:
            return (
                f'The email address has "{label}" after the @, which mail would not reach as it is '
                "written: ask for that part in its plain form, which begins with xn--."
            )
        if not as_sent:
            return (
                f'The email address has "{label}" after the @, which cannot be part of a domain: '
                f"between two dots stand letters, digits and inner hyphens, {_LONGEST_LABEL} at "
                "most."
            )
    if labels[-1].isdecimal():
        return "The email address ends in a number: write the name of the domain, no IP address."
    length = before + len("@") + len(".".join(sent))
    return _too_long(length) if length > _LONGEST_ADDRESS else None


def _as_sent(label: str) -> str:
    """Return a part of a domain as it is sent, in ASCII; "" where it cannot be, unchanged.

    The encoding of the standard library turns ß into ss, and wide or joined letters into plain
    ones: mail would go to another domain than the one written.
    """
    if label.isascii():
        fits = len(label) <= _LONGEST_LABEL and _LABEL.fullmatch(label)
        return label if fits else ""
    composed = unicodedata.normalize("NFC", label).lower()
    # A letter or digit first, not a mark; then letters, marks, digits and inner hyphens.
    kinds = "".join("-" if each == "-" else unicodedata.category(each)[0] for each in composed)
    if not re.fullmatch(r"[LN]([LMN-]*[LMN])?", kinds):
        return ""
    try:
        encoded = composed.encode("idna")
        return encoded.decode("ascii") if encoded.decode("idna") == composed else ""
    except UnicodeError:
        return ""


def _invisible(letter: str) -> bool:
    """Say whether a character is a control, a reordering mark or shown as nothing at all."""
    # Cc, Cf, Cs, Co, Cn: controls, formats, halves, private and unassigned; Zl, Zp: line ends.
    category = unicodedata.category(letter)
    return category[0] == "C" or category in ("Zl", "Zp") or letter in _BLANK


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _too_long(length: int) -> str:
    return (
        f"The email address is {length:,} characters long and at most {_LONGEST_ADDRESS} are "
        "possible: check it with the person."
    )

"""What is stored as a text, what says nothing and what is an email address; hostile ones first."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casetrack.domain.errors import BadInput
from casetrack.domain.words import email_problem, says_something, tidied

DATA = Path(__file__).parents[1] / "data"


def made(value: Any) -> str:
    """Build the text that a row describes."""
    if isinstance(value, dict) and "$repeat" in value:
        part, times = value["$repeat"]
        return str(part) * int(times)
    if isinstance(value, dict):
        return "".join(map(made, value["$concat"]))
    return str(value)


def rows(file: str, field: str) -> list[Any]:
    return [
        pytest.param(made(row["value"]), row["expected"], id=f"{ascii(row['value'])[:40]}")
        for row in json.loads((DATA / file).read_text("utf-8"))
        if row["field"] == field
    ]


DESCRIPTIONS = rows("hostile_texts.json", "case.description")
ADDRESSES = rows("hostile_words.json", "resident.email")

# What a row is refused for → what the handler is told. What is not here is kept as it is.
REFUSED = {
    "NUL removed or refused E_TEXT_CONTROL, same on SQLite and PostgreSQL": (
        '"summary" holds a character that is no text (NUL, at place 2): take it out, or type the '
        "words again."
    ),
    "refuse E_TEXT_UNICODE; nothing stored": (
        '"summary" holds half a character (U+D800, at place 1): type that character again.'
    ),
    "refuse E_TEXT_LONG naming the cap; form keeps the text": (
        '"summary" holds 20,001 characters and at most 20,000 are kept: shorten it; the whole text '
        "can be filed as a document of the case."
    ),
    "refuse E_TEXT_LONG; UI not frozen > 1 s": (
        '"summary" holds 250,000 characters and at most 20,000 are kept: shorten it; the whole '
        "text can be filed as a document of the case."
    ),
}
NEWLINE = "CR normalised to newline; cannot overwrite a line"


def test_every_row_is_there() -> None:
    assert (len(DESCRIPTIONS), len(ADDRESSES)) == (30, 8)
    assert {row.values[1] for row in DESCRIPTIONS} >= {*REFUSED, NEWLINE}


@pytest.mark.parametrize(("text", "expected"), DESCRIPTIONS)
def test_a_residents_words_are_kept_as_they_are_or_refused_with_a_cure(
    text: str, expected: str
) -> None:
    if expected in REFUSED:
        with pytest.raises(BadInput) as refused:
            tidied(text, called="summary")
        assert str(refused.value) == REFUSED[expected]
    elif expected == NEWLINE:
        assert tidied(text, called="summary") == "good\nEVIL"
    else:
        assert tidied(text, called="summary") == text
    if "E_TEXT_EMPTY" in expected:
        assert not says_something(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("one\r\n\r\ntwo", "one\n\ntwo"),
        ("one\n\rtwo", "one\n\ntwo"),
        (" \tblanks stay \n", " \tblanks stay \n"),
        ("line\u2028, page\x0c and \x85 stay", "line\u2028, page\x0c and \x85 stay"),
        ("e\u0301 is not composed", "e\u0301 is not composed"),
        ("", ""),
    ],
)
def test_line_ends_become_newlines_and_nothing_else_changes(text: str, kept: str) -> None:
    assert tidied(text, called="reasons") == kept


def test_a_cap_of_its_own_is_named_and_a_line_end_counts_once() -> None:
    assert tidied("ab\r\ncd", called="handler", longest=5) == "ab\ncd"
    with pytest.raises(BadInput, match='"handler" holds 6 characters and at most 5 are kept'):
        tidied("ab\r\ncde", called="handler", longest=5)


@given(st.text(alphabet=st.characters(exclude_categories=())))
@example("\r\r\n\n")
def test_what_is_kept_can_be_stored_and_is_kept_again_unchanged(text: str) -> None:
    try:
        kept = tidied(text, called="words")
    except BadInput:
        assert "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
        return
    assert kept.encode().decode() == kept
    assert not set(kept) & {"\r", "\0"}
    assert tidied(kept, called="words") == kept


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "   ", "\n\t", ".", "...", "-", "–", "?!", "n/a", "N.A.", "ok", "a.b", "1 2"),
        *("tbc", "TBC", "T.B.C.", "tba", "TBD", "to be confirmed", "To be advised.", "null"),
        *("none", "None.", "nil", "NIL", "not applicable", "Not-applicable", "see above"),
        *("As above.", "\u200b\u200b\u200b", "\U0001f600\U0001f600\U0001f600", "[/]", "=+@"),
    ],
)
def test_a_dot_a_dash_or_a_word_for_nothing_says_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "abc", "a b c", "14b", "£250", "he is ill", "nothing", "none known", "שלום"),
        *("TBC: surveyor ill", "None of the parts came", "see above and the survey of 3 May"),
        *("漏水了", "x" * 20_000, "." * 19_997 + "ill", "to be confirmed by the contractor"),
    ],
)
def test_three_letters_or_digits_say_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_a_hostile_address_is_told_what_is_wrong_with_it(address: str, expected: str) -> None:
    assert (email_problem(address) is not None) == expected.startswith("refuse E_EMAIL")


@pytest.mark.parametrize(
    "address",
    [
        *("ann@mail.example", "Ann.O'Neill+home@Mail.Example", "a@b.co", "1@2.example"),
        *("-oQ/tmp@x.example", "!#$%&*/=?^_`{|}~-@x.example", "a@x-y.example", "a@3.example"),
        *("ann@bücher.example", "ann@BÜCHER.example", "ann@bu\u0308cher.example"),
        *("ann@שלום.example", "ann@日本語.example", "ann@xn--bcher-kva.example"),
        "ann@पानी.example",
        "a" * 64 + "@" + ".".join(["b" * 63, "c" * 63, "d" * 61]),  # 254 in all
    ],
)
def test_an_address_that_mail_can_be_sent_to_has_no_problem(address: str) -> None:
    assert email_problem(address) is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "is empty: write one"),
        ("a@b.example, c@d.example", "holds a comma: give one address only."),
        ("a@b.example;c@d.example", "holds a semicolon: give one address only."),
        ("a@b.example," * 100, "holds a comma: give one address only."),
        ("Ann <a@b.example>", "has a name beside it, or a part of one: write the bare address"),
        ("<a@b.example>", "has a name beside it, or a part of one: write the bare address"),
        ("a@b.example c@d.example", "holds a space"),
        (" a@b.example", "holds a space"),
        ("a@b.example ", "holds a space"),
        ("a@b\u00a0c.example", "holds a space"),
        ("ann.example", "has no @: there is exactly one"),
        ("a@b@c.example", "has 2 @: there is exactly one"),
        ("@b.example", "has nothing before the @"),
        ("a" * 65 + "@b.example", "has 65 characters before the @ and at most 64 are possible"),
        ("é@b.example", "has a letter outside a–z before the @"),
        ('"a"@b.example', 'holds " before the @, where it cannot stand'),
        ("mailto:a@b.example", "holds : before the @, where it cannot stand"),
        ("a(home)@b.example", "holds ( before the @, where it cannot stand"),
        (".a@b.example", "has a dot too many before the @"),
        ("a.@b.example", "has a dot too many before the @"),
        ("a..b@c.example", "has a dot too many before the @"),
        ("a@b", "has no dot after the @"),
        ("a@", "has no dot after the @"),
        ("a@b。example", "has no dot after the @"),
        ("a@.example", "has a dot too many after the @"),
        ("a@b..example", "has a dot too many after the @"),
        ("a@b.example.", "has a dot too many after the @"),
        ("a@-b.example", 'has "-b" after the @, which cannot be part of a domain'),
        ("a@b-.example", 'has "b-" after the @, which cannot be part of a domain'),
        ("a@b_c.example", 'has "b_c" after the @, which cannot be part of a domain'),
        ("a@b.example/x", 'has "example/x" after the @, which cannot be part of a domain'),
        ("a@b.example:25", 'has "example:25" after the @, which cannot be part of a domain'),
        ("a@[127.0.0.1]", 'has "[127" after the @, which cannot be part of a domain'),
        ("a@127.0.0.1", "ends in a number"),
        ("a@" + "b" * 64 + ".example", "which cannot be part of a domain"),
        ("a@straße.example", 'has "straße" after the @, which mail would not reach'),
        ("a@ｅｘａｍｐｌｅ.example", "which mail would not reach"),
        ("a@ﬁnd.example", "which mail would not reach"),
        ("a@²ü.example", "which mail would not reach"),
        ("a@\U0001f600.example", "which mail would not reach"),
        ("a@-ü.example", "which mail would not reach"),
        ("a@ü-.example", "which mail would not reach"),
        ("a@\u0301b.example", "which mail would not reach"),
        ("a@" + "ü" * 60 + ".example", "which mail would not reach"),
        ("a@" + "b" * 300 + ".example", "is 310 characters long and at most 254 are possible"),
        (
            "a" * 64 + "@" + ".".join(["b" * 63, "c" * 63, "d" * 62]),
            "is 255 characters long and at most 254 are possible",
        ),
        (
            "a@" + ".".join(["ü" + "b" * 55] * 4),  # 229 as written, longer as it is sent
            "characters long and at most 254 are possible",
        ),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_is_wrong_with_an_address_is_told_in_a_sentence(address: str, told: str) -> None:
    problem = email_problem(address)
    assert problem is not None
    assert problem.startswith("The email address ")
    assert problem.endswith(".")
    assert told in problem


UNSEEN = "\0 \t \n \r \x1b \x7f \x85 \x9b \u00ad \u034f \u061c \u200b \u200d \u200e \u202e \u2028"
UNSEEN += " \u2060 \u2066 \u2069 \u2800 \u3164 \ufe0f \ufeff \uffff \ud800 \ue000 \U000e0041"


@pytest.mark.parametrize("letter", UNSEEN.split(" "), ids=ascii)
@pytest.mark.parametrize("place", [0, 1, 2, 5, 11], ids=str)
def test_a_character_that_cannot_be_seen_is_named_wherever_it_stands(
    letter: str, place: int
) -> None:
    address = "a@b.example"
    told = f"cannot be seen (U+{ord(letter):04X}, at place {place + 1}): type the address again."
    assert told in str(email_problem(address[:place] + letter + address[place:]))


LETTERS = st.characters(exclude_categories=())
PARTS = st.text(st.sampled_from("ab1-.@_ ßüИ\u0301ﬁ\u202e\r\n,;<>\"'") | LETTERS, max_size=20)


@given(st.builds("{}@{}.example".format, PARTS, PARTS) | PARTS)
@example("a@\u212a.example")
@example("a@\u0130.example")
def test_an_address_without_problem_is_one_line_that_a_mail_server_takes(address: str) -> None:
    problem = email_problem(address)
    if problem is not None:
        assert problem.endswith(".")
        return
    local, domain = address.split("@")
    assert local.isascii()
    assert not set(address) & set(" ,;<>\r\n\0\u202e")
    sent = ".".join(part.encode("idna").decode() for part in domain.split("."))
    assert 0 < len(local) <= 64
    assert len(f"{local}@{sent}") <= 254
    assert all(0 < len(part) <= 63 for part in sent.split("."))

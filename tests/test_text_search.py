"""Words made ready for finding: whatever a person types of a text finds it."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetrack.text import spellings, words_for_search


def _found(typed: str, text: str) -> bool:
    """Every word typed is in the text, in one of the ways it may be on record."""
    there = set(words_for_search(text).split())
    return all(any(there.issuperset(way) for way in ways) for ways in spellings(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("damp", "da\u00admp-flat"),  # a soft hyphen is not seen
        *((each, "O'Neill-Żak") for each in ("zak", "oneill", "neill", "ŻAK", "o neill")),
        *((each, "O'Neill-Żak") for each in ("oneill-zak", "O’NEILL", "oneillzak", "o`neill")),
        *((each, "o’neill–żak") for each in ("O'Neill-Żak", "O´NEILL", "OʼNeill")),
        *((each, "ref. 2026/0412, first") for each in ("2026/0412", "0412", "20260412", "2026")),
        ("1’000/2", "x 1'000/2"),
        *((each, "(ref:2026/0412/B)") for each in ("2026/0412", "2026-0412", "ref:2026/0412/B")),
        *((each, "the resident's mould") for each in ("residents", "resident", "resident’s")),
        *((each, "Łódź Straße Ærøskøbing") for each in ("lodz", "STRASSE", "aeroskobing")),
        *((each, "Đặng Thị Þóra Œuvre") for each in ("dang", "thi", "thora", "oeuvre")),
        *((each, "IŞIK İstanbul ısı") for each in ("isik", "istanbul", "isi")),
        ("mould", "damp\u200bmould"),
        ("cafe", "cafe\u0301"),
        ("office", "oﬃce"),
        ("b2 1ab", "flat ⅡB, Ｂ２ １ＡＢ"),
        ("stage2", "stage-2"),
        ("stage-2", "stage2"),
        ("湿气", "湿气 浴室"),
    ],
)
def test_a_word_is_found_however_it_is_written(typed: str, text: str) -> None:
    assert _found(typed, text), words_for_search(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("neil", "O'Neill"), ("za", "Żak"), ("2025/0412", "2026/0412, as 2025/0007")],
)
def test_another_word_is_not(typed: str, text: str) -> None:
    assert not _found(typed, text)


def test_each_way_to_write_a_word_is_kept_once() -> None:
    assert words_for_search("O'Neill-Żak, o’neill; ŻAK") == "oneillzak oneill zak o neill"
    assert spellings("O'Neill-Żak damp") == (
        (("oneillzak",), ("oneill", "zak"), ("o", "neill", "zak")),
        (("damp",),),
    )


@pytest.mark.parametrize("text", ["", " ", "'", '"*()', "\0", "\ud800", "–—’", "\u0301", "_", "💧"])
def test_where_there_is_no_word_nothing_is_kept(text: str) -> None:
    assert words_for_search(text) == ""
    assert spellings(text) == ()


@given(st.text())
def test_each_word_of_any_text_finds_it(text: str) -> None:
    for word in text.split():
        assert _found(word, text)


@given(st.text())
def test_what_is_kept_is_plain_small_and_survives_being_made_again(text: str) -> None:
    words = words_for_search(text).split(" ")
    assert words == [""] or all(word.isalnum() for word in words)
    assert len(set(words)) == len(words)
    assert set(words_for_search(" ".join(words)).split()) == set(words) - {""}


def test_no_letter_there_is_stays_large_or_breaks_a_word() -> None:
    for code in range(sys.maxunicode + 1):
        for word in words_for_search(f"x{chr(code)}").split():
            assert word.isalnum()
            assert not any("A" <= letter <= "Z" for letter in word)


def test_words_and_texts_without_end_are_cut_where_no_engine_breaks() -> None:
    word = "ż" * 5_000
    assert words_for_search(word) == "z" * 60
    assert _found(word, f"damp {word}")
    many = words_for_search(" ".join(map(str, range(100_000))))
    assert 249_990 < len(many) <= 250_000
    assert many.split() == [str(number) for number in range(len(many.split()))]

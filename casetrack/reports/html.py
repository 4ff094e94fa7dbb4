"""Pages made of words: whatever a person wrote is escaped, and nothing on a page leads outside it.

Knows elements, never what a page is about. What is `Html` was made here; every other text is words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from casetrack.text import safe_text


class Html(str):
    """A piece of a page that is ready to be shown."""

    __slots__ = ()


def shown(words: object) -> Html:
    """Return words as a piece of a page, their line ends kept; a piece stays as it is."""
    return words if isinstance(words, Html) else Html(escape(safe_text(words, lines=True)))


def joined(pieces: Iterable[object], between: str = "\n") -> Html:
    """Return several pieces as one."""
    return Html(between.join(map(shown, pieces)))


def element(name: str, content: object, **attributes: str) -> Html:
    """Return an element around words or a piece; `class_` is written class."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{shown(value)}"'
        for key, value in attributes.items()
        if value
    )
    return Html(f"<{name}{written}>{shown(content)}</{name}>")


def link(target: str, words: object) -> Html:
    """Return a link to a place on the page (#name) or to a file of ours beside it."""
    if not target.startswith("#") and ("\\" in target or ":" in target or target.startswith("/")):
        raise ValueError(f"{target!r} leads away from the page")
    return element("a", words, href=target)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that is linked to."""

    place: str
    """what it is called on the page"""
    cells: Sequence[object]


def table(
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Row | Sequence[object]],
    *,
    class_: str = "",
) -> Html:
    """Return a table whose first column heads its rows; a paragraph where there is no row."""
    lines = []
    for row in rows:
        place, cells = (row.place, row.cells) if isinstance(row, Row) else ("", row)
        head, *rest = cells
        line = joined((element("th", head, scope="row"), *(element("td", c) for c in rest)), "")
        lines.append(element("tr", line, id=place))
    if not lines:
        return element("p", f"{caption}: none.")
    top = element("tr", joined((element("th", each, scope="col") for each in headings), ""))
    inside = (
        element("caption", caption),
        element("thead", top),
        element("tbody", joined(lines)),
    )
    return element("table", joined(inside), class_=class_)


def described(pairs: Iterable[tuple[str, object]], **attributes: str) -> Html:
    """Return names and what they say; what says nothing is left out."""
    lines = [
        joined((element("dt", name), element("dd", value)), "") for name, value in pairs if value
    ]
    return element("dl", joined(lines, ""), **attributes) if lines else Html("")


def document(title: str, body: object) -> Html:
    """Return a whole page: no script, nothing loaded, fit to be read aloud and to be printed."""
    return Html(
        "<!DOCTYPE html>\n"
        '<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"{element('title', title)}\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{shown(body)}\n</body>\n</html>\n"
    )


_ALLOWED: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"
_STYLE: Final = """
:root { color-scheme: light }
body { font: 1rem/1.5 sans-serif; color: #111; background: #fff; max-width: 75rem;
  margin: 0 auto; padding: 1rem }
h1 { font-size: 1.8rem; line-height: 1.2 } h2 { font-size: 1.4rem; margin-top: 2.5rem;
  border-bottom: 2px solid #111 } h3 { font-size: 1.1rem; margin-top: 1.5rem }
a { color: #00458b } a:focus { outline: 3px solid #b35900; outline-offset: 2px }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
caption { text-align: left; font-weight: bold; padding: .3rem 0 }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; white-space: pre-wrap }
th[scope=row] { font-weight: normal } thead th { background: #eee; overflow-wrap: normal }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .2rem 1rem;
  margin: .5rem 0 } dt { font-weight: bold } dd { margin: 0; overflow-wrap: anywhere;
  white-space: pre-wrap } td dl { display: block; margin: 0 } td dt { display: inline }
td dt::after { content: ": " } td dd { display: inline } td dd::after { content: "\\A" }
ul { padding-left: 1.2rem } .mark { font-weight: bold } table.days { width: auto }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt } nav { display: none }
  thead { display: table-header-group } tr { break-inside: avoid }
  h2, h3, caption { break-after: avoid } a { color: inherit }
  a[href^="documents/"]::after { content: " (" attr(href) ")" }
}
"""

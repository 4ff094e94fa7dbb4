"""A page as a browser or a screen reader takes it in: what is well-formed, linked and named."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta"}


@dataclass
class Page(HTMLParser):
    """Every element of a page. Fails where one is not closed in its place."""

    tags: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    unscoped: int = 0
    """cells that head something and do not say what"""
    attributes: set[str] = field(default_factory=set)
    words: str = ""
    _open: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Page":
        page = cls()
        page.feed(text)
        page.close()
        assert page._open == []
        return page

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(given)
        if tag not in _EMPTY:
            self._open.append(tag)
        if "href" in given:
            self.links.append(str(given["href"]))
        if "id" in given:
            self.places.append(str(given["id"]))
        if tag in ("h1", "h2", "h3"):
            self.headings.append((int(tag[1]), ""))
        if tag == "th" and given.get("scope") not in ("col", "row"):
            self.unscoped += 1

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("h1", "h2", "h3"):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
        if self._open and self._open[-1] != "style":
            self.words += data

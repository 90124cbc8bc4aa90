"""A reader of HTML pages that refuses whatever is not a closed, well-nested element that pages of ours may have."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "rect", "path"}
TAGS = VOID | {
    *("html", "head", "title", "style", "body", "main", "header", "section", "div", "p", "strong", "code", "span"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
    *("details", "summary", "figure", "figcaption", "svg"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "scope", "role", "tabindex"),
    *("aria-label", "aria-hidden", "focusable", "viewbox", "preserveaspectratio", "x", "y", "width", "height", "d"),
}
"""Attributes of pages: none of them runs, loads or styles anything, or leads anywhere."""


@dataclass
class Element:
    """An element with what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is said in it."""
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return "\n" if self.tag == "br" else "".join(parts)

    def all(self, tag: str, kind: str | None = None) -> list[Element]:
        """List the elements of a name, of a class, in order."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                is_meant = child.tag == tag and (kind is None or kind in child.attributes.get("class", "").split())
                found += [*([child] if is_meant else []), *child.all(tag, kind)]
        return found

    def said(self, tag: str, kind: str | None = None) -> list[str]:
        """List what such elements say."""
        return [one.text.strip() for one in self.all(tag, kind)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_decl(self, decl: str) -> None:
        assert decl == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert len({name for name, _ in attrs}) == len(attrs)
        assert {name for name, _ in attrs} <= ATTRIBUTES, attrs
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def closed(self) -> Element:
        """Give the whole, of which every element has been closed."""
        self.close()
        assert self._open == [self.root]
        return self.root


def read_html(content: str) -> Element:
    """Read a page: it lets its browser load nothing but its own style sheet."""
    reader = _Reader()
    reader.feed(content)
    root = reader.closed()
    (style,) = root.all("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert [one.attributes["content"] for one in root.all("meta") if "http-equiv" in one.attributes] == [policy]
    assert not re.search(r"url\(|@import|expression", style.text)
    (body,) = root.all("body")
    return body

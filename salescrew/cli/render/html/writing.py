"""HTML pages as text: no script, nothing from outside, and no text in them is markup; the same page, the same bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from salescrew.cli.render.cells import plain
from salescrew.cli.render.html import document
from salescrew.cli.render.html.colours import DARK, LIGHT, scheme_css
from salescrew.cli.render.html.document import Block, HtmlPage
from salescrew.cli.render.html.drawing import WIDTH, drawn_bars
from salescrew.cli.render.layout import layout
from salescrew.cli.render.page import Table
from salescrew.language import say, spoken

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ROOM = Path(__file__).parent
_ARROW, _ARROW_KEPT = " -> ", re.compile(r"([^\s<>]+ -&gt;)(?= )")


def html_text(page: HtmlPage) -> str:
    """Write a page as a file that needs no other."""
    from markupsafe import Markup

    style = style_sheet()
    title = plain(page.subtitle or page.headline) or "salescrew"
    template = _environment().get_template("page.html.jinja")
    # the style sheet is ours; everything else is escaped
    return template.render(page=page, title=title, language=spoken(), style=Markup(style), policy=policy_for(style))


@cache
def style_sheet() -> str:
    """Give the style sheet: light, and dark where a screen asks for it; paper is light."""
    schemes = f":root{{{scheme_css(LIGHT)}}}\n"
    schemes += f"@media screen and (prefers-color-scheme:dark){{:root{{{scheme_css(DARK)}}}}}\n"
    return schemes + (_ROOM / "page.css").read_text(encoding="utf-8")


def policy_for(style: str) -> str:
    """Say what a browser may load for a page and run in it: its own style sheet, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = plain
    environment.filters["quoted"] = _quoted
    environment.filters["lines"] = _lines
    environment.globals |= {"kind_of": _kind_of, "laid_out": layout, "drawn": drawn_bars, "WIDTH": WIDTH, "say": say}
    return environment


def _lines(text: str) -> Markup:
    """Write the lines of a text one below the other, an arrow from something to something else with what is before."""
    from markupsafe import Markup, escape

    written = Markup("<br>").join(map(escape, text.split("\n"))) if "\n" in text else escape(text)
    return written if _ARROW not in text else Markup(_ARROW_KEPT.sub(r'<span class="arrow">\1</span>', str(written)))


def _quoted(text: str) -> list[tuple[str, bool]]:
    """Take a sentence apart into what is said and what is to be typed, which stands between backticks."""
    parts = plain(text).split("`")
    if len(parts) % 2 == 0:
        return [("`".join(parts), False)]
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def _kind_of(block: Block) -> str:
    """Name what a block is."""
    if isinstance(block, Table):
        return "grid"
    return next(name for name, kind in _KINDS.items() if isinstance(block, kind))


_KINDS: dict[str, type] = {
    "prose": document.Prose,
    "fold": document.Fold,
    "tiles": document.Tiles,
    "chart": document.Chart,
    "calendar": document.Calendar,
    "part": document.Part,
}

"""An HTML page as data: sections of sentences, tables, tiles, charts and calendars; no markup is known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from salescrew.cli.render.page import Table

Style = Literal["text", "item", "warning", "note"]
OFF = -1
"""The shade of what is not there."""


@dataclass(frozen=True)
class Prose:
    """A sentence."""

    text: str
    style: Style = "text"


@dataclass(frozen=True)
class Fold:
    """What is seen when its title is opened; on paper always, but for what is folded on a sheet of its own."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Tile:
    """A number that matters, with what is known of it in a few words, and how it comes about."""

    title: str
    value: str
    said: str
    how: Sequence[Block] = ()


@dataclass(frozen=True)
class Tiles:
    """Tiles side by side."""

    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Attributes
    ----------
    shown
        The number as it is written.
    span
        From where to where it may come out.
    goal
        Where it should reach.
    """

    name: str
    value: float
    shown: str
    span: tuple[float, float] | None = None
    goal: float | None = None


@dataclass(frozen=True)
class Chart:
    """Bars one below the other.

    Attributes
    ----------
    finding
        What is to be seen in it, as a sentence.
    marks
        What its marks mean.
    whole
        What the full width stands for; None: the longest of all that is drawn.
    data
        The same as a table.
    """

    finding: str
    bars: Sequence[Bar]
    data: Table
    marks: str = ""
    whole: float | None = None


@dataclass(frozen=True)
class Shaded:
    """What a day holds, a line each, on a colour; what the colour says is said in words too."""

    lines: Sequence[str]
    shade: int | None = None


@dataclass(frozen=True)
class Calendar:
    """Names down, days across.

    Attributes
    ----------
    key
        What each colour means.
    is_titled
        Whether the title is to be seen, and not said already by what it stands in.
    """

    title: str
    days: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Shaded]]]
    key: Sequence[tuple[str, int]] = ()
    is_titled: bool = True


@dataclass(frozen=True)
class Part:
    """A section.

    Attributes
    ----------
    is_sheet
        Whether it begins on a sheet of its own, on paper.
    """

    heading: str
    blocks: Sequence[Block]
    is_sheet: bool = False


Block = Prose | Fold | Tiles | Chart | Calendar | Table | Part


@dataclass(frozen=True)
class HtmlPage:
    """A page, the answer first."""

    headline: str
    subtitle: str
    blocks: Sequence[Block]

"""The colours of HTML pages, for light and for dark: what stands on what can be read in both."""

from __future__ import annotations

from collections.abc import Mapping

Scheme = Mapping[str, str]
SHADES = 8
"""Colours that days can stand on; then they come again."""
LIGHT: Scheme = {
    "ink": "#1b2733",
    "muted": "#51606e",
    "paper": "#ffffff",
    "panel": "#f3f6f9",
    "line": "#c9d3dc",
    "strong": "#1f4e79",
    "bar": "#1f5fa8",
    "warn": "#8a3b00",
    "shade-off": "#eef0f2",
    **dict(
        zip(
            (f"shade-{number}" for number in range(SHADES)),
            ("#cfe3f7", "#e6daf2", "#d8efd3", "#fbe3c5", "#f9d6dc", "#cdecea", "#efe9b9", "#dde1e6"),
            strict=True,
        )
    ),
}
DARK: Scheme = {
    "ink": "#e6ebf0",
    "muted": "#a9b6c2",
    "paper": "#12181f",
    "panel": "#1b242e",
    "line": "#3a4856",
    "strong": "#9cc7f0",
    "bar": "#5b9bd8",
    "warn": "#f0b37c",
    "shade-off": "#1f262d",
    **dict(
        zip(
            (f"shade-{number}" for number in range(SHADES)),
            ("#1d3f63", "#43305c", "#234a2c", "#57401a", "#5a2733", "#17494a", "#4a4517", "#3a424b"),
            strict=True,
        )
    ),
}
TEXT_ON: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "muted", "strong", "warn") for ground in ("paper", "panel")),
    *(("ink", f"shade-{number}") for number in range(SHADES)),
    ("muted", "shade-off"),
    ("paper", "strong"),
)
"""Which colour has text on which."""
DRAWN_ON: tuple[tuple[str, str], ...] = (("bar", "paper"), ("ink", "paper"), ("bar", "panel"))
"""Which colour is drawn on which."""


def contrast(one: str, other: str) -> float:
    """Give how far two colours stand apart, from 1 to 21.

    Source: Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def scheme_css(scheme: Scheme) -> str:
    """Write a scheme as properties of a style sheet."""
    return "".join(f"--{name}:{colour};" for name, colour in scheme.items())

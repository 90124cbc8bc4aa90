"""Text in a Markdown page that shows as it is written: a name in it is no link, tag, heading or formula."""

from __future__ import annotations

import re

_OF_MARKDOWN = re.compile(
    r"""
    (?P<code>`(?:--[a-z-]+|salescrew\ [a-z\ -]+|[a-z_]+:\ [a-z]+)`)   # an option, a command or a setting in a sentence
    | (?P<tag><)
    | (?P<entity>&)(?=\#?\w+;)
    | (?P<marked>[\\`*\[\]|~$\#]
        | (?<![^\W_])_ | _(?![^\W_])                                  # within a word it is no emphasis
        | (?<=https):(?=//) | (?<=http):(?=//) | (?<=ftp):(?=//) | (?<=\bwww)\. )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AT_THE_START = re.compile(r"([-+=>])|(\d{1,9})([.)])(?=\s|$)")


def inline(text: str) -> str:
    """Write a text for a heading or a cell."""
    return _OF_MARKDOWN.sub(_escaped, text)


def block(text: str) -> str:
    """Write a text for a paragraph or an item of a list; no line of it begins anything else."""
    return "\n".join(map(_line, text.split("\n")))


def _line(text: str) -> str:
    line = inline(text.strip())
    match = _AT_THE_START.match(line)
    if match is None:
        return line
    mark = match[1] or match[3]
    return f"{match[2] or ''}\\{mark}{line[match.end() :]}"


def _escaped(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "code":
            return match[0]
        case "tag":
            return "&lt;"
        case "entity":
            return "&amp;"
    return f"\\{match[0]}"

"""How a deal ended, by the word that a CRM has for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from salescrew.models.rates.reading.mapping import OutcomeWords

Outcome = Literal["won", "lost", "open"]
_WON = re.compile(
    r"\bclosed ?won\b|\bwon\b|\bsuccessful\w*\b|^s$|^142$|^success$|^paid$|^sold$|^accepted$|"
    r"^успех$|успешно реализован|сделка успешна|выигр|^оплачен[оа]?$|^продан[оа]?$|успешная|^реализовано$|^успешно$|"
    r"завершен[оа]? успешно|успешно завершен"
)
_LOST = re.compile(
    r"\bclosed ?lost\b|\blost\b|\blose\b|\bapology\b|^f$|^143$|^failed$|^failure$|\bunsuccessful\w*\b|^rejected$|"
    r"^cancell?ed$|^spam$|^junk$|"
    r"не реализован|^провал\w*$|провален|проигр|^отказ\w*$|^спам$|^потерян[оа]?$|закрыто и не|анализ причины провала|"
    r"не ?успешн|не выигр"
)
_OPEN = re.compile(
    r"^p$|^open$|^process$|^in progress$|^in process$|^intermediate$|^pending$|^active$|^в работе$|^в процессе$|"
    r"^промежуточн\w*$|^открыт[оа]?$|^new$|^engaging$"
)
_YES = frozenset({"true", "1", "1.0", "yes", "y", "да", "+", "истина"})
_NO = frozenset({"false", "0", "0.0", "no", "n", "нет", "", "-", "ложь", "null", "none", "n/a"})


def outcome_of(word: str, words: OutcomeWords, *, of_stage: bool) -> Outcome | None:
    """Tell what a word says of a deal; None where that is not known.

    Parameters
    ----------
    words
        The words that the map names; they go before those that are known anyway.
    of_stage
        Whether it is the name of a stage: any other stage than those of an end is an open one.
    """
    named: tuple[tuple[Outcome, Sequence[str]], ...] = (("won", words.won), ("lost", words.lost), ("open", words.open))
    plain = _plain(word)
    for outcome, known in named:
        if plain in map(_plain, known):
            return outcome
    if _LOST.search(plain):
        return "lost"
    if _WON.search(plain):
        return "won"
    if of_stage or _OPEN.search(plain) or not plain:
        return "open"
    return None


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[_:\-–—]+", " ", word).casefold().replace("ё", "е").split())


def is_yes(cell: object) -> bool | None:
    """Read yes or no; None where it is neither."""
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip().casefold()
    return True if word in _YES else False if word in _NO else None

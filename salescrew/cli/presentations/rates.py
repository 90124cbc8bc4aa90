"""The figures of an export, and what came of such figures, in all their forms."""

from __future__ import annotations

from salescrew.cli.pages.rates.backtest import backtest_list, backtest_page
from salescrew.cli.pages.rates.lists import rates_list
from salescrew.cli.pages.rates.page import rates_page
from salescrew.cli.render.presentation import Presentation
from salescrew.models.answers.rates import BackTest, Rates


def presented(found: Rates | BackTest) -> Presentation:
    """Present figures, or what came of them."""
    if isinstance(found, BackTest):
        return Presentation(found, page=lambda: backtest_page(found), lists=lambda: backtest_list(found))
    return Presentation(found, page=lambda: rates_page(found), lists=lambda: rates_list(found))

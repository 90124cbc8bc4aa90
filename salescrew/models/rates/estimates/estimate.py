"""The figures of an export: read it, see what was known, estimate, say what should be known about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from salescrew.language import say, with_marks
from salescrew.models.answers.rates import AverageDeal, GroupRate, LeftOut, Oddity, PipelineRates, Rates, RowsRead
from salescrew.models.department.beta import t_quantile
from salescrew.models.plan.refusals import refused
from salescrew.models.plan.values.days import day
from salescrew.models.plan.values.said import listed, nearest
from salescrew.models.rates.estimates.changes import changes
from salescrew.models.rates.estimates.group_rates import group_rates
from salescrew.models.rates.estimates.incidence import Floats
from salescrew.models.rates.estimates.journeys import MOST_PIPELINES, Journeys, journeys
from salescrew.models.rates.estimates.lead_flow import lead_flow
from salescrew.models.rates.estimates.stages import estimates
from salescrew.models.rates.reading.cut import Known, Ledger, known_on
from salescrew.models.rates.reading.export import WON, pipeline_in_words
from salescrew.models.rates.reading.opened import Given, OpenedExport, Table, opened

GROUPS = ("manager", "channel")
_MOST_LINES = 5


def rates(
    deals: Table,
    mapping: Given = None,
    *,
    history: Table | None = None,
    as_of: dt.date | str | None = None,
    since: dt.date | str | None = None,
    by: Sequence[str] | None = None,
    lenient: bool = False,
) -> Rates:
    """Find out what an export says: conversions, days, deals, leads, people, each with how sure it is.

    Parameters
    ----------
    deals
        The deals: a file (CSV or a workbook), or rows of plain data such as dictionaries, with columns as keys.
    mapping
        How to read them: the name of a CRM, or a map as in `docs/rates-format.md`; default: what the columns tell.
    history
        The stage history, where it is a table of its own.
    as_of
        The day of the export; default: the latest date in it that is not a plan.
    since
        Leave out deals that were created before this day.
    by
        Out of `manager` and `channel`, by what to group; default: both, where there is a column.
    lenient
        Leave out deals with a cell that cannot be read, instead of refusing all.

    Raises
    ------
    InputError
        With everything that is wrong, each as *where: what must be, got what. What to do.*
    """
    read = opened(deals, mapping, history, lenient=lenient)
    return rates_of(
        read, as_of=None if as_of is None else day(as_of), since=None if since is None else day(since), by=by
    )


def rates_of(
    read: OpenedExport,
    *,
    as_of: dt.date | None = None,
    since: dt.date | None = None,
    by: Sequence[str] | None = None,
) -> Rates:
    """Find out what an export that has been read says.

    Raises
    ------
    InputError
        Where no deal is left to say anything, or a group has no column.
    """
    grouped = _grouped(read, by)
    known = known_of(read, read.day(as_of), since)
    pipelines, warnings = [], list(_of_reading(read, known))
    for ways in journeys(known, read.map):
        rates_of_pipeline, said = _pipeline(read, known, ways, grouped)
        pipelines.append(rates_of_pipeline)
        warnings += said
    return Rates(
        as_of=dt.date.fromordinal(known.as_of),
        since=since,
        source=read.source,
        rows=_rows(known.ledger),
        pipelines=tuple(pipelines),
        warnings=tuple(warnings),
    )


def known_of(read: OpenedExport, as_of: int, since: dt.date | None = None) -> Known:
    """Give what was known of the deals of an export on a day.

    Raises
    ------
    InputError
        Where no deal counts.
    """
    known = known_on(
        read.export,
        as_of,
        latest=read.latest,
        since=None if since is None else since.toordinal(),
        tests=read.map.tests,
    )
    if not len(known):
        reasons = ", ".join(f"{why} ({with_marks(f'{len(lines):,}')})" for why, lines in known.ledger.left_out.items())
        sentence = say("must have deals that count, got none: {reasons}. Check the map and the dates.", reasons=reasons)
        raise refused([sentence], read.name)
    return known


def _grouped(read: OpenedExport, by: Sequence[str] | None) -> list[str]:
    present = [meaning for meaning in GROUPS if read.export.text(meaning) is not None]
    if by is None:
        return present
    for word in by:
        if word not in GROUPS:
            close = nearest(word, GROUPS)
            todo = say("Did you mean {close}?", close=close) if close else say("Choose one of these.")
            sentence = say(
                "must be one of {names}, got {got}. {todo}", names=", ".join(GROUPS), got=word[:60], todo=todo
            )
            raise refused([sentence], "by")
        if word not in present:
            sentence = say(
                "must have a column for {word}, got {got}. Name it in a map as columns.{word}.",
                word=word,
                got=listed(filter(None, read.sheet.header)),
            )
            raise refused([sentence], read.name)
    return list(dict.fromkeys(by))


def _rows(ledger: Ledger) -> RowsRead:
    return RowsRead(
        read=ledger.read,
        used=ledger.used,
        left_out=tuple(
            LeftOut(why=why, count=len(lines), lines=tuple(lines[:_MOST_LINES]))
            for why, lines in ledger.left_out.items()
        ),
        odd=tuple(Oddity(what=what, count=count) for what, count in ledger.kept.items()),
    )


def _pipeline(
    read: OpenedExport, known: Known, ways: Journeys, grouped: Iterable[str]
) -> tuple[PipelineRates, list[str]]:
    found = estimates(ways)
    said = list(found.warnings)
    positions = ways.deals
    amount = read.export.amount[positions]
    average, deal_cv, of_deals = _deals(read, ways, amount, positions)
    said += of_deals
    said += changes(ways, np.nan_to_num(amount))
    groups: list[GroupRate] = []
    for by in grouped:
        column = read.export.text(by)
        assert column is not None
        of = group_rates(ways, by, [column[deal] for deal in positions])
        groups += of.rates
        said += of.warnings
    flow = lead_flow(ways.entered[:, 0], read.export.minute[positions], known.as_of, read.map.slots)
    return (
        PipelineRates(
            name=ways.name,
            stages=found.stages,
            lead_to_payment=found.lead_to_payment,
            average_deal=average,
            deal_cv=deal_cv,
            leads=flow,
            groups=tuple(groups),
        ),
        said,
    )


def _deals(
    read: OpenedExport, ways: Journeys, amount: Floats, positions: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[AverageDeal | None, float | None, list[str]]:
    """Average what won deals bring, in one currency."""
    won, name = ways.is_won, pipeline_in_words(ways.name)
    paid = won & (amount > 0)
    count = int(paid.sum())
    without = int(won.sum()) - count
    if not count:
        missing = int(won.sum()) and read.map.columns.amount is not None
        return None, None, [say("{pipeline}: no won deal has an amount.", pipeline=name)] if missing else []
    said = []
    if without:
        said.append(
            say(
                "{pipeline}: {n:,} won deals have no amount; the average deal is told without them.",
                pipeline=name,
                n=without,
            )
        )
    currencies = read.export.text("currency")
    if currencies is not None:
        used = {currencies[deal] for deal in positions[paid]}
        if len(used) > 1:
            sentence = say(
                "{pipeline}: won deals have amounts in {currencies}, which nobody can add.",
                pipeline=name,
                currencies=listed(sorted(used)),
            )
            return None, None, [sentence]
    values = amount[paid]
    mean = float(values.mean())
    if count == 1:
        return AverageDeal(mean=mean, low=None, high=None, count=1), None, said
    spread = float(values.std(ddof=1))
    half = t_quantile(count - 1) * spread / float(np.sqrt(count))
    return AverageDeal(mean=mean, low=max(0.0, mean - half), high=mean + half, count=count), spread / mean, said


def _of_reading(read: OpenedExport, known: Known) -> Iterator[str]:
    export = read.export
    if len(export.offsets) > 1 and read.map.zone is None:
        yield say(
            "Times are written with different offsets from UTC ({offsets}): each day is taken as it is written. Write "
            "`zone: Europe/Moscow`, or where you are, into a map.",
            offsets=listed(export.offsets),
        )
    if export.unseen:
        yield say(
            "Letters that nobody sees, such as marks of the writing direction, are left out of {n:,} names.",
            n=export.unseen,
        )
    if export.entries.gaps:
        yield say("The history has {n:,} changes that do not begin where the one before ended.", n=export.entries.gaps)
    if export.entries.of_no_deal:
        yield say(
            "The history has {n:,} rows of deals that are not in the export: left out.", n=export.entries.of_no_deal
        )
    if not len(export.entries.names):
        yield say("There is no stage history, so nothing tells how long deals stay at a stage (--history).")
    told = set(known.texts("pipeline") or ())
    if len(told) > MOST_PIPELINES:
        yield say(
            "Only the {most} largest of {n:,} pipelines are told: check the pipeline's column.",
            most=MOST_PIPELINES,
            n=len(told),
        )
    if not (known.outcome == WON).any():
        yield say("No deal is won: check whether the words for won are known (outcomes in a map).")
    left = sum(map(len, known.ledger.left_out.values()))
    if left > known.ledger.read / 10:
        yield say("{n:,} of {all:,} rows are left out: check that these are rightly so.", n=left, all=known.ledger.read)

"""The figures of an export as a page: what was read, what it says, what should be known about it."""

from __future__ import annotations

from collections.abc import Iterator

from salescrew.cli.render.cells import date, number, percent, share
from salescrew.cli.render.page import Cell, Column, Kind, Page, Table, Word
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.answers.rates import Days, PipelineRates, Rates, StageRate
from salescrew.models.plan.values.said import listed
from salescrew.models.plan.words import month_in_digits, short_weekday_in_words
from salescrew.models.rates.reading.crms import TITLES
from salescrew.models.rates.reading.export import pipeline_in_words

_MOST_GROUPS = 20
_METHODS = {
    "aalen-johansen": to_say(
        "Aalen-Johansen over the age at the stage: open deals count as long as they have been followed."
    ),
    "ipcw": to_say(
        "closed deals, weighted for those of their age that are not closed yet; open deals count through them."
    ),
}
_UNDECIDED = to_say("? to ?: too little is decided; it lies between these, chance besides.")
_HISTORY = {
    "none": to_say("no stage history"),
    "dates": to_say("stage history in columns of dates"),
    "rows": to_say("stage history as rows"),
    "changes": to_say("stage history as changes"),
}
_MEANINGS = {
    "id": to_say_as("meaning of a column", "id"),
    "name": to_say_as("meaning of a column", "name"),
    "created": to_say_as("meaning of a column", "created"),
    "closed": to_say_as("meaning of a column", "closed"),
    "won_on": to_say_as("meaning of a column", "won_on"),
    "lost_on": to_say_as("meaning of a column", "lost_on"),
    "outcome": to_say_as("meaning of a column", "outcome"),
    "is_won": to_say_as("meaning of a column", "is_won"),
    "is_closed": to_say_as("meaning of a column", "is_closed"),
    "stage": to_say_as("meaning of a column", "stage"),
    "pipeline": to_say_as("meaning of a column", "pipeline"),
    "manager": to_say_as("meaning of a column", "manager"),
    "channel": to_say_as("meaning of a column", "channel"),
    "amount": to_say_as("meaning of a column", "amount"),
    "currency": to_say_as("meaning of a column", "currency"),
}
_ENDS = {"won": to_say("is won"), "lost": to_say("is lost")}
_ENTERED = "entered "


def rates_page(figures: Rates) -> Page:
    """Write all that an export says."""
    first = say(
        "{used:,} of {read:,} rows used, as of {day}.",
        used=figures.rows.used,
        read=figures.rows.read,
        day=date(figures.as_of),
    )
    tables = [_columns(figures), _rows(figures)]
    for each in figures.pipelines:
        tables += _pipeline(each, alone=len(figures.pipelines) == 1)
    return Page(first, _source(figures), tables, warnings=figures.warnings)


def _source(figures: Rates) -> str:
    source = figures.source
    crm = TITLES.get(source.crm, source.crm)
    said = [
        source.form,
        say("the columns are those of {crm}", crm=crm) if crm else say("the columns could be anybody's"),
        say(_HISTORY[source.history]),
    ]
    if figures.since:
        said.append(say("deals created since {day}", day=date(figures.since)))
    return "; ".join(said)


def _columns(figures: Rates) -> Table:
    """Say what was recognised, what is missing and what is not used."""
    rows: list[list[Cell]] = [[_meaning(meaning), name] for meaning, name in figures.source.columns.items()]
    rows += [[_meaning(meaning), Word(say("no column"))] for meaning in figures.source.missing]
    for end, words in figures.source.outcomes.items():
        if words:
            rows.append([say(_ENDS[end]), tuple(words)])
    unused = figures.source.unused
    note = say("Not used: {names}.", names=listed(unused)) if unused else ""
    columns = [Column(say_as("heading", "meaning")), Column(say("in the export"), "name")]
    return Table("columns", say("Columns"), columns, rows, note)


def _meaning(meaning: str) -> str:
    if meaning.startswith(_ENTERED):
        return say("entered {stage}", stage=meaning.removeprefix(_ENTERED))
    return say_as("meaning of a column", _MEANINGS[meaning]) if meaning in _MEANINGS else meaning


def _rows(figures: Rates) -> Table:
    rows: list[list[Cell]] = [
        [say_as("rows", "read"), figures.rows.read, ""],
        [say_as("rows", "used"), figures.rows.used, ""],
    ]
    for out in figures.rows.left_out:
        lines = ", ".join(map(str, out.lines)) + (", ..." if out.count > len(out.lines) else "")
        rows.append([say("left out: {why}", why=out.why), out.count, lines])
    rows += [[say("used, though odd: {what}", what=odd.what), odd.count, ""] for odd in figures.rows.odd]
    columns = [Column(say_as("heading", "rows")), Column(say_as("heading", "count"), "count"), Column(say("lines"))]
    return Table("rows", say("Rows"), columns, rows)


def _pipeline(each: PipelineRates, *, alone: bool) -> Iterator[Table]:
    of = "" if alone else pipeline_in_words(each.name)
    yield _whole(each, of)
    if each.stages:
        yield _stages(each.stages, of)
    yield from _deals(each, of)
    yield from _leads(each, of)
    yield from _groups(each, of)


def _whole(each: PipelineRates, of: str) -> Table:
    found = each.lead_to_payment
    columns = [Column(say("lead to payment")), Column(say_as("heading", "share"), "share"), *_ends("share")]
    first: list[Cell] = [say("share of a cohort ever won"), found.conversion, found.low, found.high]
    if found.conversion is None:
        first[1] = "?"
    rows: list[list[Cell]] = [
        first,
        [say("won by all deals"), found.won_by_all, None, None],
        [say("won by closed deals"), found.won_by_closed, None, None],
    ]
    notes = [say("The first is the one to plan with; still undecided: {share}.", share=share(found.undecided))]
    if found.days:
        notes.append(_days_text(found.days))
    if found.conversion is None:
        notes.append(say(_UNDECIDED))
    title = say("From lead to payment of {pipeline}", pipeline=of) if of else say("From lead to payment")
    return Table("lead-to-payment", title, columns, rows, " ".join(notes))


def _ends(kind: Kind) -> Iterator[Column]:
    yield from (Column(say_as("interval", "from"), kind), Column(say_as("interval", "to"), kind))


def _days_text(days: Days) -> str:
    return say(
        "Days: {mean} on average, half within {median}, nine of ten within {p90}.",
        mean=number(days.mean),
        median=number(days.median),
        p90=number(days.p90),
    )


def _stages(stages: tuple[StageRate, ...], of: str) -> Table:
    columns = [
        Column(say("stage"), "name"),
        Column(say("entered"), "count"),
        Column(say_as("heading", "advanced"), "count"),
        Column(say_as("heading", "lost"), "count"),
        Column(say_as("heading", "open"), "count"),
        Column(say("conversion"), "share"),
        *_ends("share"),
        Column(say_as("heading", "undecided"), "share"),
        Column(say_as("heading", "days"), "number"),
        Column(say("median"), "number"),
        Column(percent("90"), "number"),
    ]
    rows: list[list[Cell]] = []
    for stage in stages:
        days = stage.days_to_next
        row: list[Cell] = [stage.stage, stage.entered, stage.advanced, stage.lost, stage.open]
        row += ["?" if stage.conversion is None else stage.conversion, stage.low, stage.high, stage.undecided]
        row += [days.mean, days.median, days.p90] if days else [None, None, None]
        rows.append(row)
    methods = [say(_METHODS[method]) for method in dict.fromkeys(stage.method for stage in stages)]
    note = say("Method: {methods} from, to: 95% interval.", methods=" ".join(methods))
    if any(stage.conversion is None for stage in stages):
        note += f" {say(_UNDECIDED)}"
    title = say("Stages of {pipeline}", pipeline=of) if of else say("Stages")
    return Table("stages", title, columns, rows, note)


def _deals(each: PipelineRates, of: str) -> Iterator[Table]:
    found = each.average_deal
    if found is None:
        return
    columns = [Column(say("average deal"), "money"), *_ends("money")]
    columns += [Column(say("won deals"), "count"), Column(say("deviation by mean"), "number")]
    title = say("Deals of {pipeline}", pipeline=of) if of else say("Deals")
    yield Table("deals", title, columns, [[found.mean, found.low, found.high, found.count, each.deal_cv]])


def _leads(each: PipelineRates, of: str) -> Iterator[Table]:
    found = each.leads
    if found is None:
        return
    columns = [Column(say("leads a week"), "number"), *_ends("number")]
    columns += [Column(say_as("heading", "weeks"), "count"), Column(say("dispersion"), "number")]
    by_weekday = {short_weekday_in_words(day): weight for day, weight in found.by_weekday.items()}
    by_month = {month_in_digits(month): weight for month, weight in found.season.items()}
    weights = [
        (to_say("weekdays: {weights}."), by_weekday),
        (to_say("slots: {weights}."), found.by_slot),
        (to_say("months: {weights}."), by_month),
    ]
    note = " ".join(
        say(sentence, weights=", ".join(f"{key} {number(weight)}" for key, weight in of_them.items()))
        for sentence, of_them in weights
        if of_them
    )
    title = say("Leads of {pipeline}", pipeline=of) if of else say("Leads")
    row: list[Cell] = [found.per_week, found.low, found.high, found.weeks, found.dispersion]
    yield Table("leads", title, columns, [row], say("Weights by {weights}", weights=note) if note else "")


_BY = {
    "manager": (
        to_say("From lead to payment by manager"),
        to_say("From lead to payment by manager of {pipeline}"),
    ),
    "channel": (
        to_say("From lead to payment by channel"),
        to_say("From lead to payment by channel of {pipeline}"),
    ),
}
_GROUPS_NOTE = to_say(
    "alone: of these deals by themselves, chance and all. conversion: drawn towards that of all as far as chance "
    "explains "
    "the difference; plan with this one."
)


def _groups(each: PipelineRates, of: str) -> Iterator[Table]:
    for by in dict.fromkeys(group.by for group in each.groups):
        groups = [group for group in each.groups if group.by == by]
        columns = [Column(say_as("meaning of a column", _MEANINGS[by]), "name"), Column(say("deals"), "count")]
        columns += [Column(say_as("heading", "won"), "count"), Column(say_as("heading", "alone"), "share")]
        columns += [Column(say("conversion"), "share"), *_ends("share"), Column(say("to that of all"), "share")]
        rows: list[list[Cell]] = [
            [g.name, g.count, g.won, g.raw, g.conversion, g.low, g.high, g.effectiveness] for g in groups[:_MOST_GROUPS]
        ]
        note = say(_GROUPS_NOTE)
        if len(groups) > _MOST_GROUPS:
            note = say("{note} {n} more: --format json.", note=note, n=len(groups) - _MOST_GROUPS)
        alone, of_pipeline = _BY[by]
        title = say(of_pipeline, pipeline=of) if of else say(alone)
        yield Table(f"{by}s", title, columns, rows, note)

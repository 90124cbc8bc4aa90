"""What a plan says that is allowed and yet may not be meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from salescrew.language import languages, say, speaking
from salescrew.models.department.horizon import Horizon
from salescrew.models.department.leads import SlotKey, slots_with_leads
from salescrew.models.department.under_way import wanted_under_way
from salescrew.models.plan.calendar import month_of
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.people import PersonFields
from salescrew.models.plan.values.said import listed, nearest, shown
from salescrew.models.plan.weekdays import weekday_of
from salescrew.models.plan.words import day_in_digits, either_of, listed_names, weekday_in_words
from salescrew.models.plan.written.activities import activities


def warnings(plan: Plan) -> list[str]:
    """List plain sentences, each on something that is allowed and yet may not be meant."""
    horizon = Horizon(plan)
    return list(chain.from_iterable(look(horizon) for look in _LOOKS))


def said_anew(plan: Plan, said: Sequence[str]) -> list[str]:
    """Say what was said of a plan, in whatever language, in the one that is spoken; nothing else is touched."""
    here = warnings(plan) if said else []
    if frozenset(said) <= frozenset(here):
        return list(said)
    known: dict[str, str] = {}
    for language in languages():
        with speaking(language):
            known |= dict(zip(warnings(plan), here, strict=True))
    return [known.get(sentence, sentence) for sentence in said]


def concerning(plan: Plan, said: Sequence[str], team: Collection[str]) -> list[str]:
    """Take of what was said of a plan what concerns an answer with this team: who is not in it changes nothing."""
    of_anybody = frozenset(_steady_and_changing(Horizon(plan)))
    if not of_anybody & frozenset(said) or not team:
        return list(said)
    profiles = {name.rpartition(" ")[0] for name in team}
    there = {
        "managers": tuple(manager for manager in plan.managers if manager.name in team),
        "candidates": tuple(candidate for candidate in plan.candidates if candidate.profile in profiles),
    }
    of_team = _steady_and_changing(Horizon(plan.model_copy(update=there)))
    return [*of_team, *(sentence for sentence in said if sentence not in of_anybody)]


def _steady_and_changing(horizon: Horizon) -> Iterator[str]:
    """Say that under `steady` a hire of week 7 earns in week 3."""
    plan = horizon.plan
    if plan.pipeline != "steady":
        return
    changing = [name for name, person in _named(plan) if person.first_day or person.until or person.ramp]
    if changing:
        yield say(
            "pipeline: steady means that this team has always worked this plan, so work late in the horizon pays early "
            "in it; but from, until or ramp change the team ({names}). "
            "Where that matters, write `pipeline: empty` or the items under way.",
            names=listed(changing),
        )


def _months_outside(horizon: Horizon) -> Iterator[str]:
    """Say that a month without a day of the horizon brings nothing."""
    months = {month for shares in horizon.month_shares for month in shares}
    so_far = horizon.plan.so_far
    months |= {month_of(row.date) for row in (so_far.entered if so_far else ())}
    for month in horizon.plan.target.by_month:
        if month not in months:
            yield say(
                "target.by_month.{month}: the horizon from {first} to {last} brings nothing in "
                "this month, so nobody can meet this target. Remove it, or move the horizon.",
                month=month,
                first=day_in_digits(horizon.days[0]),
                last=day_in_digits(horizon.last_day),
            )


def _fees_of_a_steady_plan(horizon: Horizon) -> Iterator[str]:
    """Say that under `steady` a deal pays fees from the week of its payment on, whenever it was opened."""
    plan = horizon.plan
    paying = [name for name, product in plan.products.items() if product.monthly_fee]
    if paying and plan.pipeline == "steady":
        yield say(
            "pipeline: steady means that this team has always worked this plan; what is paid in a week pays its "
            "monthly_fee from that week on ({products}), whenever it was opened, so what is opened late pays "
            "early. Where that matters, write `pipeline: empty` or the items under way.",
            products=listed(paying),
        )


def _under_way_by_nature(horizon: Horizon) -> Iterator[str]:
    """Say that nothing has to be done for what is under way at the end."""
    plan = horizon.plan
    if plan.target.under_way is None or wanted_under_way(plan) is not None:
        return
    if plan.pipeline == "steady":
        yield say(
            "target.under_way: is met whatever is done, since with `pipeline: steady` as much is under way at the end "
            "as at the start. Where the next period must be fed, write the items under way as `pipeline`."
        )
    else:
        yield say(
            "target.under_way: is met whatever is done, since nothing that will be paid is under way at the start. "
            "Write an amount, such as `under_way: 3_000_000`."
        )


def _weekdays_not_worked(horizon: Horizon) -> Iterator[str]:
    """Say that the weight of a day that is not worked has no effect."""
    worked = horizon.plan.calendar.working_days
    for name, funnel in horizon.plan.funnels.items():
        idle = [day for day in (funnel.leads.by_weekday if funnel.leads else ()) if day not in worked]
        if idle:
            yield say(
                "funnels.{funnel}.leads.by_weekday: {weekdays} {n:is|are} not "
                "among calendar.working_days, so no leads come then.",
                funnel=shown(name),
                weekdays=", ".join(idle),
                n=len(idle),
            )


def _weeks_outside(horizon: Horizon) -> Iterator[str]:
    """Say that leads of a week outside the horizon come to nobody."""
    mondays = {horizon.monday(week).isoformat() for week in horizon.weeks}
    for name, funnel in horizon.plan.funnels.items():
        outside = [monday for monday in (funnel.leads.by_week if funnel.leads else ()) if monday not in mondays]
        if outside:
            yield say(
                "funnels.{funnel}.leads.by_week: {weeks} {n:is|are} outside the horizon "
                "from {first} to {last}, so nobody plans with these leads.",
                funnel=shown(name),
                weeks=listed(outside),
                n=len(outside),
                first=day_in_digits(horizon.days[0]),
                last=day_in_digits(horizon.last_day),
            )


def _menus_of_no_day(horizon: Horizon) -> Iterator[str]:
    """Say that what stands for a weekday has no effect where none is worked."""
    plan = horizon.plan
    worked = {weekday_of(day) for day in horizon.working_days}
    places = [
        ("calendar.short_days", list(plan.calendar.short_days)),
        ("weekday_patterns", list(plan.weekday_patterns)),
    ]
    places += [
        (say("weekday_patterns of {name}", name=shown(name)), list(person.weekday_patterns))
        for name, person in _named(plan)
    ]
    for where, weekdays in places if plan.so_far is None else ():
        idle = [weekday for weekday in weekdays if weekday not in worked]
        if idle:
            yield say(
                "{where}: no {weekdays} of the horizon is worked.",
                where=where,
                weekdays=either_of(map(weekday_in_words, idle)),
            )


def _patterns_too_long(horizon: Horizon) -> Iterator[str]:
    """Say that of a pattern with more places on duty than a day has slots some are of no use."""
    plan = horizon.plan
    slots = len(plan.calendar.slots)
    menus = [("day_patterns", plan.day_patterns)]
    menus += [(say("day_patterns of {name}", name=shown(name)), person.day_patterns) for name, person in _named(plan)]
    for where, patterns in menus:
        for pattern in patterns or ():
            if pattern.get("duty", 0) > slots:
                yield say(
                    "{where}: a pattern has {places} places on duty where a day has {slots} slots, "
                    "so some of them are of no use.",
                    where=where,
                    places=pattern["duty"],
                    slots=slots,
                )


def _activities_mistyped(horizon: Horizon) -> Iterator[str]:
    """Say that an activity which nothing takes looks like one that is taken, or like duty."""
    plan = horizon.plan
    stages = chain.from_iterable(funnel.stages for funnel in plan.funnels.values())
    taken = {funnel.opens_with for funnel in plan.funnels.values() if funnel.opens_with}
    taken |= set(chain.from_iterable(stage.effort for stage in stages))
    for activity in activities(plan):
        close = nearest(activity, sorted(taken | {"duty"})) if activity not in taken else None
        if close:
            yield say(
                "day_patterns: no funnel takes the activity {activity}. Did you mean {close}?",
                activity=shown(activity),
                close=shown(close),
            )


def _products_not_sold(horizon: Horizon) -> Iterator[str]:
    """Say that a target for a product that no funnel sells cannot be met."""
    sold = {funnel.product for funnel in horizon.plan.funnels.values()}
    for product in horizon.plan.target.products:
        if product not in sold:
            yield say(
                "target.products.{product}: no funnel sells it, so nobody can meet this target.", product=shown(product)
            )


def _never_there(horizon: Horizon) -> Iterator[str]:
    """Say that a person is there on no working day."""
    for name, person in _named(horizon.plan) if horizon.plan.so_far is None else ():
        if not horizon.days_there(person):
            yield say(
                "{name} is there on no working day of the horizon. Check from, until, {days}, days_off.",
                name=shown(name),
                days="working_days" if person.rota is None else "rota",
            )


def _more_settled_than_needed(horizon: Horizon) -> Iterator[str]:
    """Say that a slot has more people settled on duty than it takes."""
    fixed = horizon.plan.fixed
    settled: dict[SlotKey, set[str]] = {}
    for slot in fixed.slots:
        settled.setdefault((slot.date, slot.where), set()).update(slot.managers)
    for day in fixed.days:
        for where in day.covered:
            settled.setdefault((day.date, where), set()).add(day.manager)
    takes = {slot.key: slot.required for slot in slots_with_leads(horizon)} if settled else {}
    for (date, where), people in settled.items():
        required = takes.get((date, where), 0)
        if len(people) > required:
            who, on = listed_names(sorted(people)), day_in_digits(date)
            if required:
                yield say(
                    "fixed: {who} cannot be on duty on {day}, {slot}: it takes {required}, and no more people are on "
                    "duty than that. Settle another slot.",
                    who=who,
                    day=on,
                    slot=where.name,
                    required=required,
                )
            else:
                yield say(
                    "fixed: {who} cannot be on duty on {day}, {slot}: it gets no leads, and no more people are on "
                    "duty than that. Settle another slot.",
                    who=who,
                    day=on,
                    slot=where.name,
                )


def _named(plan: Plan) -> list[tuple[str, PersonFields]]:
    managers: list[tuple[str, PersonFields]] = [(manager.name, manager) for manager in plan.managers]
    return managers + [(candidate.profile, candidate) for candidate in plan.candidates]


_LOOKS = (
    _steady_and_changing,
    _months_outside,
    _fees_of_a_steady_plan,
    _under_way_by_nature,
    _weekdays_not_worked,
    _weeks_outside,
    _menus_of_no_day,
    _patterns_too_long,
    _activities_mistyped,
    _products_not_sold,
    _never_there,
    _more_settled_than_needed,
)

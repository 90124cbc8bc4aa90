"""A sheet for each person: what is asked each day, when on duty, where the work comes from, how it is measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from salescrew.cli.pages.answer.weeks import Weeks
from salescrew.cli.pages.explain import quota
from salescrew.cli.pages.result.summary import activities_asked, duty_slots, quotas_asked, usual
from salescrew.cli.render.cells import about
from salescrew.cli.render.html.document import Block, Fold, Part, Prose
from salescrew.cli.render.page import Cell, Column, Table
from salescrew.errors import ModelError
from salescrew.language import say, say_as, to_say
from salescrew.models.department.posts import Post
from salescrew.models.department.work import Task
from salescrew.models.on_paper.quota_chain import QuotaChains
from salescrew.models.plan.sections.funnels import PAID
from salescrew.models.plan.sections.roles import role_in_words
from salescrew.models.plan.words import listed_names, stage_in_words
from salescrew.models.schedule.follow_up import divided
from salescrew.models.schedule.schedule import Schedule
from salescrew.models.schedule.workload import Workload

_MOST_NAMES = 6
_LITTLE = 1e-9
_WHOLE = 9.95
"""From so many on leads are told as whole numbers."""
_MEASURED = to_say("Of so many that you open or answer, and of those that follow, so many must pass on.")


class Sheets:
    """The sheets of everybody in a result."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._weeks = Weeks(schedule)
        self._activities = activities_asked(schedule)
        self._asked = quotas_asked(schedule)
        self._slots = duty_slots(schedule)
        self._chains = QuotaChains(schedule)
        self._first_week: dict[str, int] = {}
        first_day = next(iter(schedule.horizon.working_days), schedule.horizon.last_day)
        for (day, name), row in schedule.quotas.items():
            if day >= first_day and any(row.activities.values()):
                week = schedule.horizon.week_of(day)
                self._first_week[name] = min(week, self._first_week.get(name, week))
        self._does = _who_follows_up(schedule)
        self._opened: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        for funnel in schedule.plan.funnels:
            for _, name, count in schedule.contacts(funnel):
                self._opened[funnel][name] += count

    def of(self, name: str) -> Part:
        """Make the sheet of a person."""
        post = self._schedule.posts.get(name)
        days = self._weeks.of_person(name)
        blocks: list[Block] = [self._first_sentence(name), days]
        if meaning := self._weeks.meaning_of(days):
            blocks.append(Prose(meaning, "note"))
        blocks += self._quotas(name)
        if post is not None:
            sources = [Prose(sentence) for sentence in self._sources(name)]
            blocks += [Part(say("Where your work comes from"), sources)] if sources else []
            blocks += self._measured(name, post)
            blocks += self._how(name)
        return Part(say("{name}: your weeks", name=name), blocks, is_sheet=True)

    def _first_sentence(self, name: str) -> Prose:
        said = [say("Your role: {role}.", role=role_in_words(self._schedule.roles[name]))]
        if slots := self._slots[name]:
            said.append(say("You are on duty in {n} {n:slot|slots} in all; the days below name them.", n=slots))
        return Prose(" ".join(said))

    def _quotas(self, name: str) -> Iterator[Block]:
        rows: list[list[Cell]] = []
        for activity in self._activities:
            if of_days := self._asked.get((name, activity)):
                rows.append([activity, usual(of_days), len(of_days), sum(of_days)])
        if rows:
            columns = [Column(say("activity"), "name"), Column(say("a day"), "number")]
            columns += [Column(say_as("heading", "days"), "count"), Column(say("in all"), "count")]
            note = say("a day: what is usual, in brackets the lowest and the highest.")
            yield Table("asked", say("What is asked of you"), columns, rows, note)

    def _sources(self, name: str) -> Iterator[str]:
        """Say where contacts, leads and follow-up work come from."""
        for funnel, record in self._schedule.plan.funnels.items():
            own = self._opened[funnel].get(name, 0.0)
            if own > _LITTLE and record.channel == "outbound":
                yield say(
                    "{funnel}: you open {n} contacts yourself, {activity}.",
                    funnel=funnel,
                    n=about(own),
                    activity=record.opens_with,
                )
            elif own > _LITTLE:
                yield say(
                    "{funnel}: about {about} {n:lead comes|leads come} to you by themselves, while you are on duty.",
                    funnel=funnel,
                    about=about(own),
                    n=round(own) if own >= _WHOLE else round(own, 1),
                )
            done = [
                f"{stage.name} ({activity})"
                for stage in record.stages
                for activity in stage.effort
                if (funnel, stage.name, activity) in self._does[name]
            ]
            if done:
                yield say(
                    "{funnel}: you follow up at {stages} what {openers}.",
                    funnel=funnel,
                    stages=listed_names(done),
                    openers=self._openers(funnel, name),
                )

    def _openers(self, funnel: str, name: str) -> str:
        """Say who begins what is followed up."""
        of_all = [one for one, count in self._opened[funnel].items() if count > _LITTLE]
        others = [one for one in of_all if one != name]
        shown = [*([say("you")] if name in of_all else []), *others[:_MOST_NAMES]]
        if not shown:
            return say("was under way at the start")
        left = len(others) - _MOST_NAMES
        names = listed_names([*shown, *([say("{n} {n:other|others}", n=left)] if left > 0 else [])])
        if self._schedule.plan.funnels[funnel].channel == "outbound":
            return say("{names} open", names=names)
        return say("{names} take on duty", names=names)

    def _measured(self, name: str, post: Post) -> Iterator[Block]:
        """Show what must pass on of what the person opens or answers."""
        rows: list[list[Cell]] = []
        for funnel, record in self._schedule.plan.funnels.items():
            if self._opened[funnel].get(name, 0.0) > _LITTLE:
                after = [*(stage.name for stage in record.stages[1:]), PAID]
                for number_of, (stage, following) in enumerate(zip(record.stages, after, strict=True)):
                    share = self._schedule.conversion(funnel, number_of)
                    rows.append(
                        [
                            funnel,
                            stage.name,
                            stage_in_words(following),
                            min(1.0, share * (1 if number_of else _worth(post))),
                        ]
                    )
        if rows:
            columns = [
                Column(say("funnel"), "name", group=True),
                Column(say("of those at"), "name"),
                Column(say("pass on to"), "name"),
                Column(say("so many"), "share"),
            ]
            yield Table("measured", say("How you are measured"), columns, rows, say(_MEASURED))

    def _how(self, name: str) -> Sequence[Block]:
        """Show how the numbers of the first week with any come about, where they can be redone on paper."""
        week = self._first_week.get(name)
        if week is None:
            return []
        try:
            chain = self._chains.of(name, week + 1)
        except ModelError:
            return []
        said = [Prose(sentence) for sentence in quota.sentences(self._schedule.department, chain)]
        return [Fold(say("How your numbers of week {week} come about", week=week + 1), [*said, *quota.tables(chain)])]


def _who_follows_up(schedule: Schedule) -> Mapping[str, Set[tuple[str, str, str]]]:
    """Give for everybody the follow-up work that they do: its funnel, stage and activity."""
    workload = Workload(schedule)
    done: defaultdict[str, set[Task]] = defaultdict(set)
    for activity in schedule.department.activities:
        for (name, _), parts in divided(workload, activity).items():
            done[name].update(task for (task, _), amount in parts.items() if amount > _LITTLE)
    found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for funnel, record in schedule.plan.funnels.items():
        for stage in record.stages:
            for activity in stage.effort:
                task = schedule.department.work.task_at(funnel, stage, activity)
                for name, tasks in done.items():
                    if task in tasks:
                        found[name].add((funnel, stage.name, activity))
    return found


def _worth(post: Post) -> float:
    """Give what a contact or lead of a person is worth once the ramp is over."""
    return post.effectiveness[-1]

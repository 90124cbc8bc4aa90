"""Configurations of a team: the same plan with other rules on who may be in it, in which roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from salescrew.errors import InputError, Problem, spelled
from salescrew.language import say, say_as, to_say, to_say_as
from salescrew.models.answers.comparison import AS_PLANNED
from salescrew.models.department.day_menu import Menus
from salescrew.models.department.duty_staff import may_only
from salescrew.models.department.roles import roles_in_use
from salescrew.models.plan.draft import plain
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.refusals import input_error
from salescrew.models.plan.sections.duty import DutyRule
from salescrew.models.plan.sections.funnels import MAIN
from salescrew.models.plan.sections.people import Candidate, Manager, PersonFields
from salescrew.models.plan.sections.roles import CLOSER, Role, role_in_words
from salescrew.models.plan.values.said import listed, shown
from salescrew.models.plan.words import either_of
from salescrew.models.plan.written.activities import activities
from salescrew.models.variants.limits import keeping_everyone

ALL_MIXED = "all mixed"
SPLIT = "split"
PRESENT_ONLY = "present only"
HIRES_ONLY = "hires only"
NO_CLOSERS = "no closers"
EVERYONE_STAYS = "everyone stays"
ONE_QUEUE = "one queue"
QUEUE_EACH = "a queue each"
STANDARD = (
    AS_PLANNED,
    ALL_MIXED,
    SPLIT,
    PRESENT_ONLY,
    HIRES_ONLY,
    EVERYONE_STAYS,
    NO_CLOSERS,
    ONE_QUEUE,
    QUEUE_EACH,
)
_IN_WORDS = {
    AS_PLANNED: to_say_as("configuration", "as planned"),
    ALL_MIXED: to_say_as("configuration", "all mixed"),
    SPLIT: to_say_as("configuration", "split"),
    PRESENT_ONLY: to_say_as("configuration", "present only"),
    HIRES_ONLY: to_say_as("configuration", "hires only"),
    EVERYONE_STAYS: to_say_as("configuration", "everyone stays"),
    NO_CLOSERS: to_say_as("configuration", "no closers"),
    ONE_QUEUE: to_say_as("configuration", "one queue"),
    QUEUE_EACH: to_say_as("configuration", "a queue each"),
}
MOST_CONFIGURATIONS = 100
_NOBODY_YET = to_say("nobody is there yet")
_VALUES = "{limits.people: 6}"
EXAMPLE = f"small: {_VALUES}"
Someone = TypeVar("Someone", Manager, Candidate)


@dataclass(frozen=True)
class Configuration:
    """A plan with other rules on who may be in the team, in which roles, or with any of its parts changed.

    Attributes
    ----------
    name
        What it is called in tables.
    plan
        The changed plan; None where there can be no such team.
    reason
        Why there can be no such team; else empty.
    left_out
        The managers and profiles of the plan who are not available in it.
    values
        What differs from the plan, by path, where it was given so.
    """

    name: str
    plan: Plan | None
    reason: str = ""
    left_out: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def configuration_in_words(name: str) -> str:
    """Write the name of a configuration for people to read: its own name, or that of a standard one."""
    return say_as("configuration", _IN_WORDS[name]) if name in _IN_WORDS else name


def standard_configurations(plan: Plan) -> dict[str, Configuration]:
    """Give the configurations that every department asks about, by name.

    `as planned` is the plan itself. In `all mixed` everybody may only be mixed, in `split` nobody may; who has no
    other role is not available there. Whose roles name closer may be a closer in all of them. `present only` hires
    nobody, `hires only` is without those who are there; in `everyone stays` all of these must have a role.
    Where somebody may be a closer, in `no closers` nobody is, and anybody does that work.
    A person who must be in the team (`keep`) and is not available leaves no such team.

    Where `duty.queues` has several queues of the same rule, `one queue` pools them: whoever is on duty answers all.
    Where it has one for several funnels, in `a queue each` they wait apart, by the same rule.
    """
    found = (
        Configuration(AS_PLANNED, plan),
        _with_roles(plan, ALL_MIXED, ("mixed", CLOSER)),
        _with_roles(plan, SPLIT, ("hunter", "inbound", CLOSER)),
        _present_only(plan),
        _hires_only(plan),
        _everyone_stays(plan),
        *_other_queues(plan),
    )
    closing = (_without_closers(plan),) if CLOSER in roles_in_use(plan) else ()
    return {one.name: one for one in (*found, *closing)}


def own_configurations(plan: Plan, given: object) -> list[Configuration]:
    """Make configurations of a plan out of names, each with other values by the paths of their places.

    Raises
    ------
    InputError
        With everything that is wrong with any of them.
    """
    data, found = plain(given)
    if not isinstance(data, dict):
        sentence = say("must be a mapping, got {got}. Write it as {example}.", got=shown(given), example=EXAMPLE)
        raise input_error([Problem((), sentence)], data)
    if len(data) > MOST_CONFIGURATIONS:
        # each of them is a plan to be solved
        sentence = say(
            "must hold at most {most} configurations, got {n:,}. Write fewer, or vary values with `salescrew sweep`.",
            most=MOST_CONFIGURATIONS,
            n=len(data),
        )
        raise input_error([Problem((), sentence)], data)
    made = []
    for name, values in data.items():
        problems = list(_unusable(name, values))
        try:
            if not problems:
                made.append(Configuration(name, plan.replace(values), values=values))
        except InputError as error:
            problems = [_within(name, values, problem) for problem in error.details]
        found += problems
    if found:
        raise input_error(found, data)
    return made


def _unusable(name: str, values: object) -> Iterator[Problem]:
    """Say why something is no configuration whatever the plan."""
    if name in STANDARD:
        yield Problem((name,), say("must be a name of its own, got {got}. Choose another name.", got=name))
    elif not name.strip():
        yield Problem((name,), say("must be a name that can be read, got {got}. Choose another name.", got=shown(name)))
    if not isinstance(values, dict):
        yield Problem(
            (name,),
            say("must be a mapping, got {got}. Write it as {example}.", got=shown(values), example=_VALUES),
        )
    elif not values:
        yield Problem((name,), say("must hold at least one value, got none. Write it as {example}.", example=_VALUES))


def _within(name: str, values: Mapping[str, object], problem: Problem) -> Problem:
    """Place a problem of a changed plan under the configuration that changes it."""
    if problem.path and problem.path[0] in values:
        return Problem((name, *problem.path), problem.sentence)
    return Problem((name,), str(problem))


def _with_roles(plan: Plan, name: str, roles: Sequence[Role]) -> Configuration:
    """Let everybody have some roles only; who has none of them is not available."""
    menus = Menus(plan)

    def limited(person: PersonFields) -> dict[str, object] | None:
        # by default someone may be a hunter who has no day pattern without duty, and so never is
        left = tuple(role for role in person.roles if role in roles and any(menus.ever(person, role)))
        return {"roles": left} if left else None

    wanted = either_of(role_in_words(role) for role in roles if role != CLOSER)
    return _with_people(plan, name, limited, say("nobody may be {roles}", roles=wanted), _kept_but_may_only)


def _without_closers(plan: Plan) -> Configuration:
    """Let anybody do the work of closers, and nobody be one."""
    funnels = {
        name: funnel.model_copy(update={"stages": tuple(one.model_copy(update={"by": None}) for one in funnel.stages)})
        for name, funnel in plan.funnels.items()
    }

    def opening(person: PersonFields) -> dict[str, object] | None:
        left = tuple(role for role in person.roles if role != CLOSER)
        return {"roles": left} if left else None

    shared = plan.model_copy(update={"funnels": funnels})
    return _with_people(shared, NO_CLOSERS, opening, say("nobody may be anything but a closer"), _kept_but_may_only)


def _everyone_stays(plan: Plan) -> Configuration:
    if not plan.managers:
        return Configuration(EVERYONE_STAYS, None, say(_NOBODY_YET))
    return Configuration(EVERYONE_STAYS, keeping_everyone(plan))


def _present_only(plan: Plan) -> Configuration:
    def there(person: PersonFields) -> dict[str, object] | None:
        return {} if isinstance(person, Manager) else None

    return _with_people(plan, PRESENT_ONLY, there, say(_NOBODY_YET), _kept_but_not_there)


def _hires_only(plan: Plan) -> Configuration:
    def hired(person: PersonFields) -> dict[str, object] | None:
        return {} if isinstance(person, Candidate) else None

    return _with_people(plan, HIRES_ONLY, hired, say("the plan has no candidates"), _kept_and_there)


def _other_queues(plan: Plan) -> Iterator[Configuration]:
    """Pool the queues that have the same rule, or part the only one."""
    duty = plan.duty
    if duty is None or duty.queues is None:
        return
    rule, *others = duty.queues.values()
    inbound = [name for name, funnel in plan.funnels.items() if funnel.channel == "inbound"]
    if others and all(other == rule for other in others):
        queues = dict.fromkeys(inbound, MAIN)
        yield _with_queues(plan, ONE_QUEUE, queues, {MAIN: rule})
    elif not others and len(inbound) > 1:
        yield _with_queues(plan, QUEUE_EACH, {name: name for name in inbound}, dict.fromkeys(inbound, rule))


def _with_queues(plan: Plan, name: str, queues: Mapping[str, str], rules: Mapping[str, DutyRule]) -> Configuration:
    """Let leads wait in other queues: one by funnel, each with its rule."""
    values: dict[str, object] = {spelled(("funnels", funnel, "queue")): queue for funnel, queue in queues.items()}
    values["duty.queues"] = {queue: rule.model_dump(exclude_none=True, by_alias=True) for queue, rule in rules.items()}
    try:
        return Configuration(name, plan.replace(values))
    except InputError as error:
        return Configuration(name, None, error.problems[0])


def _with_people(
    plan: Plan,
    name: str,
    change: Callable[[PersonFields], Mapping[str, object] | None],
    nobody: str,
    kept: Callable[[str, PersonFields], str],
) -> Configuration:
    """Change people's fields, or leave people out.

    Parameters
    ----------
    change
        Gives a person's other fields; None where the person is not available.
    nobody
        What to say where nobody is available.
    kept
        Says of someone by name who must be in the team that that cannot be, and why.
    """
    candidates = [candidate for candidate in plan.candidates if candidate.at_most]
    left_out: dict[str, PersonFields] = {}
    for person in (*plan.managers, *candidates):
        if change(person) is None:
            left_out[_name(person)] = person
    for known_as, person in left_out.items():
        if person.keep:
            return Configuration(name, None, kept(known_as, person))
    if len(left_out) == len(plan.managers) + len(candidates):
        return Configuration(name, None, nobody)
    managers = _changed(plan.managers, change)
    # of whom there is none keeps a plan valid whose activities only they do
    hires = [_changed([one], change) or [one.model_copy(update={"at_most": 0})] for one in plan.candidates]
    people = {"managers": managers, "candidates": [one for some in hires for one in some]}
    if people == {"managers": list(plan.managers), "candidates": list(plan.candidates)}:
        return Configuration(name, plan)
    return _validated(plan, Configuration(name, plan.model_copy(update=people), left_out=tuple(left_out)))


def _kept_but_may_only(name: str, person: PersonFields) -> str:
    return say("{name} must be in the team (keep: true), and {may_only}", name=name, may_only=may_only(person))


def _kept_but_not_there(name: str, _: PersonFields) -> str:
    return say("{name} must be in the team (keep: true), and would have to be hired", name=name)


def _kept_and_there(name: str, _: PersonFields) -> str:
    return say("{name} must be in the team (keep: true), and is there already", name=name)


def _changed(people: Iterable[Someone], change: Callable[[PersonFields], Mapping[str, object] | None]) -> list[Someone]:
    """Give those who are available, with their other fields."""
    changed = [(person, change(person)) for person in people]
    return [person.model_copy(update=dict(values)) for person, values in changed if values is not None]


def _validated(plan: Plan, made: Configuration) -> Configuration:
    """Give a configuration whose plan is valid, or say why it is not."""
    assert made.plan is not None
    people: dict[str, object] = {
        kind: [person.model_dump(by_alias=True, exclude_unset=True) for person in getattr(made.plan, kind)]
        for kind in ("managers", "candidates")
    }
    try:
        return Configuration(made.name, plan.replace(people), left_out=made.left_out)
    except InputError as error:
        missing = [activity for activity in activities(plan) if activity not in activities(made.plan)]
        reason = error.problems[0]
        if missing:
            reason = say("nobody available has a day pattern with {activities}", activities=listed(missing))
        return Configuration(made.name, None, reason, made.left_out)


def _name(person: PersonFields) -> str:
    assert isinstance(person, Manager | Candidate)
    return person.profile if isinstance(person, Candidate) else person.name

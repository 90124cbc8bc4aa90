"""How hard teams are looked for: every number of these searches, with what it means and why it is so large."""

from __future__ import annotations

from dataclasses import dataclass

from salescrew.solver.staffing import roster_effort
from salescrew.solver.staffing.roster_effort import RosterEffort


@dataclass(frozen=True)
class TeamEffort:
    """The search for the best team in the order of the objective.

    Attributes
    ----------
    proposals
        Teams that are proposed; what takes more takes hours.
    coarse, many_coarse
        Of these, so many first ones come of the coarsest model, which takes a fraction of the time of one of days; the
        second where a model of days takes long.
    many_post_days
        With more days of different people than that, a model of days takes long.
    ruled_out_singly
        So many teams are ruled out each by itself before the exact model is quicker: each rules out hardly another.
    few_weeks
        Of so few weeks a model of everybody's whole weeks is soon solved.
    sum_nodes
        Nodes of the search tree for whole days of all weeks added up, before those of each week are looked at.
    ruled_out_by_week
        So many teams with whole weeks are ruled out each by itself.
    few_people
        Of so few people whole days take too much where all is settled that the relaxation leaves whole.
    little_rooms
        The shares by which a large team of few people is to exceed the targets, one after the other, where the best has
        no roster.
    near_rooms, more_room, least_room, most_room
        So often a large team is asked for with room above the targets where the best has no roster: each time so many
        times what the last one lacked besides, and no less and no more than these shares.
    spare_rooms
        The same for any team with a roster; half as much again is the most that a model looks for.
    tight
        With less than that to spare a team is hard to find a roster for, and the first one with a roster is another.
    sizable_post_days, many_weeks
        With more days of different people, or weeks, than that some team is found before the least cost is known.
    more_people, more_cost
        By how many people, or by which share of the cost, the first team may exceed what is proven, one after another.
    exactly
        Whether the exact model of every day is solved where proposals prove nothing.
    """

    proposals: int = 200
    coarse: int = 6
    many_coarse: int = 25
    many_post_days: int = 3000
    ruled_out_singly: int = 2
    few_weeks: int = 2
    sum_nodes: int = 20_000
    ruled_out_by_week: int = 20
    few_people: int = 60
    little_rooms: tuple[float, ...] = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03)
    near_rooms: int = 6
    more_room: float = 1.2
    least_room: float = 1e-5
    most_room: float = 0.003
    spare_rooms: tuple[float, ...] = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
    tight: float = 0.01
    sizable_post_days: int = 500
    many_weeks: int = 13
    more_people: tuple[int, ...] = (0, 1, 2, 4, 8)
    more_cost: tuple[float, ...] = (0.02, 0.05, 0.1, 0.3, 1.0)
    exactly: bool = True


USUAL = TeamEffort()
WITHOUT_EXACT_MODEL = TeamEffort(exactly=False)
"""Where as much is asked as anybody reaches, next to nothing is to spare, and the exact model takes minutes."""


@dataclass(frozen=True)
class ManyEffort:
    """The search where very many people differ.

    Attributes
    ----------
    posts
        With more different people than that, a team is too large for a model of each of their days.
    first_room, many
        The share of the targets that the first team of so many people is to have to spare, and of fewer people as
        much more: about twice what days take, so that there soon is a team.
    more
        How many times as much as the last roster took is asked for in the next one: rosters differ by about that.
    much_less
        A cheaper team is looked for where it takes less than this share of the room that the last one had.
    rooms
        So many times a roster is looked for.
    more_people
        By how many people a team may exceed the relaxation, one after the other.
    bands
        Into so many of about the same size everybody is put for the first prices.
    near, nearly
        So many roles of people are left open beyond the best of each, for prices and for the choice of a team; and so
        many where there is none among them.
    rounds
        So often prices are made anew near those of before.
    dear
        How many times as much as anybody costs what is missing of a row that prices make impossible.
    short
        How many times as much as what is proven costs that all of the targets is missed, while prices are looked for.
    close
        The share of what is taken by which prices may prove less.
    met_within
        The share of the targets that may be missed by what solvers are off.
    noise
        The share of a sum by which floats may be off.
    """

    posts: int = 80
    bands: int = 24
    near: int = 150
    nearly: int = 600
    rounds: int = 5
    dear: float = 1000.0
    short: float = 50.0
    close: float = 2e-4
    met_within: float = 1e-9
    noise: float = 1e-10
    first_room: float = 0.0008
    many: int = 300
    more: float = 1.15
    much_less: float = 0.8
    rooms: int = 4
    more_people: tuple[int, ...] = (0, 1, 3, 10, 30)


MANY = ManyEffort()


@dataclass(frozen=True)
class QuickEffort:
    """The short search for the fewest people, of the many plans that differ in a number.

    Attributes
    ----------
    proposals, coarse
        Teams that are proposed, and those of them that come of the coarsest model: most plans take one or two.
    team_nodes, team_gap
        Nodes of the search tree for the roomiest team, and how far from the most room it may end.
    more_people
        So many people more are tried where the fewest stay open.
    """

    proposals: int = 6
    coarse: int = 3
    team_nodes: int = 100
    team_gap: float = 5e-4
    more_people: int = 3


QUICK = QuickEffort()


@dataclass(frozen=True)
class ReachEffort:
    """The search for the team that reaches most.

    Attributes
    ----------
    proposals, coarse
        Teams that are proposed, and those of them that come of the coarsest model.
    few
        After so many, proposals of a large plan cost much, and finding a little more proves nothing.
    person_days
        Of at most so many a model that tells all days apart is soon solved.
    close
        The share by which nobody is to reach more than what counts as proven: of whole days hardly anything is closer.
    team_nodes, team_within
        Nodes of the search tree for a team, and by how much of a reach it may miss the most.
    noise
        What a reach may fall short, or work left undone amount to, without counting: well above the tolerance.
    fewer_within
        How close the count of people is brought to its least among teams that reach as much.
    flexible
        What somebody who can do nothing but one thing counts for besides a person.
    calls, large_calls, nodes
        How often a solver may be called in all, the second of more than `person_days`, for how many nodes of its
        search tree each; None: as often as it takes.
    stuck
        Where given, no further team is proposed once a proposal takes less than this share off what is still between
        the bound and the best: what whole days take away, no prices show.
    roster
        The effort for the roster of a team.
    """

    proposals: int = 8
    coarse: int = 1
    few: int = 5
    person_days: int = 600
    close: float = 1e-3
    team_nodes: int = 2000
    team_within: float = 1e-6
    noise: float = 1e-6
    fewer_within: float = 1e-3
    flexible: float = 0.01
    calls: int | None = None
    large_calls: int | None = None
    nodes: int | None = None
    stuck: float | None = None
    roster: RosterEffort = roster_effort.USUAL


REACH = ReachEffort()
IN_A_ROW = ReachEffort(stuck=0.1)
"""How far anybody gets in one of several configurations: what hardly brings the bound nearer is left out."""
STRETCH = ReachEffort(roster=roster_effort.STRETCH)
"""How far the team of an answer gets: within three thousandths, with what it does not exceed."""
FEWER = ReachEffort(person_days=300, calls=30, large_calls=12, nodes=200, stuck=0.1, roster=roster_effort.BESIDE)
"""How far one person fewer gets: most is proven within ten calls, and what takes thirty mostly takes hundreds. Of a
large plan a call may take half a second."""


@dataclass(frozen=True)
class TeamModelEffort:
    """The model of all teams.

    Attributes
    ----------
    room_nodes, cheap_nodes
        Nodes of the search tree for the roomiest of the best teams, and for a cheap team of very many people.
    room_gap
        By how much of the targets the roomiest may miss the most room.
    roomy_nodes, roomy_gap
        The same where much room is enough.
    most_reach
        The largest share of the targets that a team is looked for with: of more room none is more likely to do.
    price_slack
        By how much, of a reach, a team may miss what prices ask: so much solvers are off by.
    many_kinds
        Of more kinds of people the best team is looked for near the relaxation.
    many_posts
        Of more posts all are priced at once.
    nudge
        What a reach of 1 counts for beside a person; see `TeamModel.best_of`.
    between, next_to
        How far below a bound a second proof may stay: in steps of the objective, or as a share of it where nothing is
        known of steps.
    kept_within, cost_within
        By which share a bound, and a cost that was found, are eased where they are kept to: more than solvers are off.
    """

    room_nodes: int = 200
    cheap_nodes: int = 200
    room_gap: float = 1e-4
    roomy_nodes: int = 20
    roomy_gap: float = 0.01
    most_reach: float = 1.5
    price_slack: float = 1e-8
    many_kinds: int = 100
    many_posts: int = 300
    nudge: float = 1e-4
    between: float = 0.5
    next_to: float = 1e-6
    kept_within: float = 1e-9
    cost_within: float = 1e-7


MODEL = TeamModelEffort()


@dataclass(frozen=True)
class NearRelaxationEffort:
    """The choice of a team near the relaxation.

    Attributes
    ----------
    free, free_again
        So many kinds of people are decided anew, those nearest to another decision: as many as are soon decided; and
        where there is no choice among them, so many.
    nodes
        Nodes of the search tree for that.
    near
        By which share of the relaxation's value the choice may miss it.
    most_kinds
        Of more kinds of people the whole program is not solved even where the choice is not that near.
    split
        How far from a whole number somebody is that counts as split.
    """

    free: int = 80
    free_again: int = 300
    nodes: int = 100
    near: float = 1e-3
    most_kinds: int = 300
    split: float = 1e-7


NEAR_RELAXATION = NearRelaxationEffort()


@dataclass(frozen=True)
class TieEffort:
    """The search for the best of teams that are as good in all objectives.

    Attributes
    ----------
    proposals
        Teams that are proposed and tested by each model.
    levels, large_levels
        How many models there are, ever finer: coarse, of days, exact; the second where a model of days takes long.
    most_whole
        Of more whole columns an exact model is not solved: what is a tie is not worth minutes.
    calls, nodes
        How often a solver is called in all, for how many nodes of its search tree each.
    same
        By which share two values may differ and count as the same.
    """

    proposals: int = 3
    levels: int = 3
    large_levels: int = 1
    most_whole: int = 3000
    calls: int = 200
    nodes: int = 2000
    same: float = 1e-7


TIES = TieEffort()


@dataclass(frozen=True)
class SameRolesEffort:
    """The search for a team as good in which people who are alike have the same role.

    Attributes
    ----------
    proposals
        Teams that are proposed and tested.
    calls, nodes
        How often a solver is called in all, for how many nodes of its search tree each.
    gap
        Numbers of roles are whole: what is nearer is the best.
    far_from_even
        Weeks that exceed what is even enough by more are no plan to hand out. Where another team's are by so much
        evener, its people keep the roles that they have there.
    """

    proposals: int = 3
    calls: int = 40
    nodes: int = 200
    gap: float = 0.999
    far_from_even: float = 1.0


SAME_ROLES = SameRolesEffort()

"""How hard evenness is looked for: every number of that search, with what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EvenEffort:
    """The aims, sizes and limits of the search.

    Attributes
    ----------
    weeks, person, alike
        What a roster aims at, with room for whole quotas: the highest week over the mean, of a funnel and of a person,
        and the highest person over the mean of those who are alike.
    weeks_asked, person_asked, alike_asked
        The same that quotas aim at, of a funnel, of a person, and of those who are alike over their mean.
    many_cell_weeks, few_pieces
        For more weeks of people who share than that, in so few pieces of a growing price a load is measured.
    finely
        The share of what quotas may exceed a mean by, for those that are as even as can be.
    more_contacts
        The share of contacts beyond the fewest that even weeks take which people may open for the sake of evenness.
    nothing_of_target
        Contacts of a funnel in all its weeks are none where they give this share of what a target may be missed by.
    contact_counts
        What a contact counts for beside what it is worth: evenness may let those open some who are worth less.
    weeks_count
        How much a funnel's week above that counts beside a person's.
    many_alike
        So many who are alike take turns: places of a week that are as full as each other are hard to find for them.
    alike_in_turn
        What counts for them what each of them does beyond the mean of all, as far as a person's weeks may differ.
    duty_count
        The same of a slot by which people who are alike differ in a week, or in all, beyond one.
    most_apart
        Teams of more people are counted by post, and only dealt out evenly.
    most_posts
        Of a team of more different people no model tells the days of each apart: only quotas are made even.
    most_people
        Of a team of more people one roster with weeks that repeat is made, and it is not looked for what they could not
        come below.
    cycles
        After how many weeks of a kind they repeat, one attempt after the other.
    largest, largest_again
        With more whole columns to decide in weeks that repeat the first attempt is not made, or a further one.
    largest_together
        With more no attempt is made with all who are alike taken together: their days are then seldom dealt out evenly.
    largest_once
        With more the search tree may be begun anew with what was learned, which few columns do not need.
    largest_at_once, usual_share
        With more, where one kind has this share of the weeks, its week is decided first, and the others' after it.
    largest_by_days
        With more to decide duty is shared by days only among those who are alike.
    largest_sharing
        With more to decide no roster is made that only shares duty by days.
    most_person_weeks
        Of more weeks of people not each person has shares of the own.
    quotas_set
        How often the quotas of a roster are set: again where whole numbers made weeks higher than they are to be.
    rounded
        Whole numbers did where one less, or this share of what is asked less, would not be too much.
    whole_weeks, whole_person, whole_alike
        The same with whole days as limits, with next to no room: for a team of which no attempt was even enough.
    largest_kept, nodes_kept
        With more to decide weeks that repeat are not looked for within these limits, and in no more nodes.
    above_aim
        By how much more than an aim whole days are shown to keep a figure above it.
    largest_shown, nodes_shown
        With more whole columns that is not looked for, and in no more nodes.
    again_though_even
        So often more is looked for where all figures are even enough, but people who are alike differ in what is
        little for some of them; only in a team without duty, where that is soon done.
    nodes
        Nodes of the search tree of an attempt.
    gap
        How far from the best an attempt may end, in shares of a full day.
    few_to_decide
        With so few whole columns it ends at the best.
    gap_of_deal
        How far from it may end what only deals out what people who are alike do in all.
    gap_of_bound
        The share of the bound by which it may be further off.
    largest_least
        With more columns it is not looked at how even weeks could be at all.
    ratios, ratio_within
        So many programs look for that, each from what the one before it reaches, until it falls by a lesser share.
    same
        What is less above an aim is no more than noise.
    """

    weeks: float = 1.08
    person: float = 1.18
    alike: float = 1.08
    weeks_asked: float = 1.09
    person_asked: float = 1.2
    alike_asked: float = 1.04
    many_cell_weeks: int = 60
    few_pieces: int = 8
    finely: float = 0.2
    more_contacts: float = 1e-3
    nothing_of_target: float = 0.1
    contact_counts: float = 0.01
    weeks_count: float = 3.0
    many_alike: int = 5
    alike_in_turn: float = 0.5
    duty_count: float = 0.5
    most_apart: int = 24
    most_posts: int = 80
    most_people: int = 500
    cycles: tuple[int, ...] = (1, 2, 3)
    largest: int = 1000
    largest_again: int = 200
    largest_together: int = 280
    largest_once: int = 500
    largest_at_once: int = 700
    usual_share: float = 0.75
    largest_by_days: int = 300
    largest_sharing: int = 1000
    most_person_weeks: int = 500
    quotas_set: int = 2
    rounded: float = 0.1
    whole_weeks: float = 1.095
    whole_person: float = 1.23
    whole_alike: float = 1.09
    largest_kept: int = 200
    nodes_kept: int = 5
    above_aim: float = 0.01
    largest_shown: int = 250
    nodes_shown: int = 60
    again_though_even: int = 1
    nodes: int = 10
    gap: float = 0.03
    few_to_decide: int = 20
    gap_of_deal: float = 0.1
    gap_of_bound: float = 0.2
    largest_least: int = 8000
    ratios: int = 8
    ratio_within: float = 2e-3
    same: float = 1e-6


USUAL = EvenEffort()

"""Exports of a CRM with known truth: deals that come, pass on, wait, get lost, are reopened, by a seeded chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

STAGES = ("Lead", "Meeting", "Proposal")
START = dt.date(2025, 7, 7)


@dataclass(frozen=True)
class World:
    """How deals really go.

    Attributes
    ----------
    conversions
        The share that passes on from each stage.
    passing, losing
        Mean days until an item passes on or is lost; times are gamma-distributed with the shape given.
    growth
        Leads at the end of the time over those at its beginning.
    reopened
        Share of lost deals that come back to their stage after about `losing` days, and then go as new ones there.
    """

    stages: tuple[str, ...] = STAGES
    deals: int = 2000
    days: int = 300
    conversions: tuple[float, ...] = (0.35, 0.5, 0.4)
    passing: tuple[float, ...] = (8, 12, 20)
    losing: tuple[float, ...] = (8, 12, 20)
    shape: float = 2.0
    growth: float = 1.0
    reopened: float = 0.0
    managers: Mapping[str, float] = field(default_factory=lambda: {"Anna": 1.0, "Boris": 1.0, "Vera": 1.0})
    channels: Mapping[str, float] = field(default_factory=lambda: {"site": 1.0, "cold": 1.0})
    amount: float = 100_000
    deal_cv: float = 0.5

    @property
    def truth(self) -> tuple[float, ...]:
        """The share that ever passes on from each stage, those who come back counted."""
        return tuple(share + (1 - share) * self.reopened * share for share in self.conversions)


@dataclass
class Deal:
    """A deal, with all that will ever happen to it."""

    number: int
    created: int
    manager: str
    channel: str
    amount: float
    entries: list[tuple[int, str]]


def deals(world: World, seed: int) -> list[Deal]:
    """Draw deals with their whole lives; days are counted from the first."""
    draw = np.random.default_rng(seed)
    created = np.sort(_days(world, draw))
    sigma = np.sqrt(np.log1p(world.deal_cv**2))
    found = []
    for number, day in enumerate(created, start=1):
        manager = str(draw.choice(list(world.managers)))
        channel = str(draw.choice(list(world.channels)))
        worth = world.managers[manager] * world.channels[channel]
        amount = float(world.amount * np.exp(draw.normal(-(sigma**2) / 2, sigma)))
        found.append(Deal(number, int(day), manager, channel, round(amount, 2), _life(world, draw, int(day), worth)))
    return found


def _days(world: World, draw: np.random.Generator) -> np.ndarray:
    """Draw days of creation whose density grows evenly from 1 to `growth`."""
    share = draw.random(world.deals)
    if world.growth == 1:
        return (share * world.days).astype(int)
    slope = world.growth - 1
    root = np.sqrt(1 + share * (2 * slope + slope**2))
    return ((root - 1) / slope * world.days).astype(int)


def _life(world: World, draw: np.random.Generator, day: int, worth: float) -> list[tuple[int, str]]:
    entries: list[tuple[float, str]] = [(float(day), world.stages[0])]
    when = day + 0.5
    for number, share in enumerate(world.conversions):
        for chance in range(2):
            if draw.random() < share * (worth if number == 0 else 1.0):
                when += draw.gamma(world.shape, world.passing[number] / world.shape)
                entries.append((when, [*world.stages, "Won"][number + 1]))
                break
            when += draw.gamma(world.shape, world.losing[number] / world.shape)
            entries.append((when, "Lost"))
            if chance or draw.random() >= world.reopened:
                return [(int(at), stage) for at, stage in entries]
            when += draw.gamma(world.shape, world.losing[number] / world.shape)
            entries.append((when, world.stages[number]))
    return [(int(at), stage) for at, stage in entries]


def export(found: Sequence[Deal], as_of: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Give what a CRM knows on a day: the rows of its deals, and those of its stage history."""
    rows: list[dict[str, object]] = []
    history: list[dict[str, object]] = []
    for deal in found:
        known = [(day, stage) for day, stage in deal.entries if day <= as_of]
        if not known:
            continue
        day, stage = known[-1]
        is_closed = stage in ("Won", "Lost")
        rows.append(
            {
                "id": deal.number,
                "created": date(deal.created),
                "stage": stage,
                "closed": date(day) if is_closed else "",
                "manager": deal.manager,
                "channel": deal.channel,
                "amount": deal.amount,
            }
        )
        history += [{"deal": deal.number, "stage": stage, "time": date(day)} for day, stage in known]
    return rows, history


def date(day: int) -> str:
    """Write a day of the simulation as a date."""
    return str(START + dt.timedelta(days=day))

"""Queues: how many people on duty it takes to answer leads in time.

Leads arrive at random (Poisson), handling times are exponential, and n people answer. Without patience everybody
waits (Erlang C); with patience a waiting lead gives up after an exponential time (Erlang A, M/M/n+M).

All loads are in erlangs: arrivals per handling time. Sources: A. K. Erlang (1917) for B and C; C. Palm (1957) and
A. Mandelbaum, S. Zeltyn (2007) for A.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

TOLERANCE = 1e-9
_NEGLIGIBLE_LOG = 45.0


def erlang_b(servers: int, load: float) -> float:
    """Give the share of arrivals that find all servers busy where nobody waits."""
    inverse = 1.0
    if load <= 0:
        return 0.0 if servers else 1.0
    for n in range(1, servers + 1):
        inverse = 1 + inverse * n / load
        if math.isinf(inverse):
            return 0.0
    return 1 / inverse


def erlang_c(servers: int, load: float) -> float:
    """Give the share of arrivals that wait where everybody waits; 1 where the servers cannot keep up."""
    if load >= servers:
        return 1.0
    blocked = erlang_b(servers, load)
    return servers * blocked / (servers - load * (1 - blocked))


@dataclass(frozen=True)
class Queue:
    """People on duty who answer leads.

    Attributes
    ----------
    servers
        People on duty.
    arrivals
        Leads per minute.
    handling
        Mean minutes of a lead.
    patience
        Mean minutes until a waiting lead gives up; None: never.
    """

    servers: int
    arrivals: float
    handling: float
    patience: float | None = None

    @property
    def load(self) -> float:
        """The offered load, in erlangs."""
        return self.arrivals * self.handling

    def waiting_share(self) -> float:
        """Give the share of leads that find everyone busy."""
        if self.patience is None:
            return erlang_c(self.servers, self.load)
        return self._waiting_states()[0]

    def abandoned_share(self) -> float:
        """Give the share of leads that give up; 0 without patience."""
        if self.patience is None or self.arrivals == 0:
            return 0.0
        waiting = self._mean_waiting()
        return waiting / self.patience / self.arrivals

    def mean_wait(self) -> float:
        """Give the mean minutes of waiting over all leads, answered or not."""
        if self.arrivals == 0:
            return 0.0
        if self.patience is None:
            if self.load >= self.servers:
                return math.inf
            return self.waiting_share() * self.handling / (self.servers - self.load)
        return self._mean_waiting() / self.arrivals

    def occupancy(self) -> float:
        """Give the share of the time that the people on duty are busy."""
        if self.servers == 0:
            return 0.0
        return min(1.0, self.load * (1 - self.abandoned_share()) / self.servers)

    def answered_within(self, minutes: float) -> float:
        """Give the share of leads that are answered within a time; one that gives up was not answered."""
        if self.patience is None:
            if self.load >= self.servers:
                return 0.0
            decay = math.exp(-(self.servers - self.load) * minutes / self.handling)
            return 1 - self.waiting_share() * decay
        return self._answered_within_patience(minutes)

    def _waiting_states(self) -> tuple[float, list[float]]:
        """Give the probability that all are busy, and of each number waiting.

        Weights are kept as logarithms, since a long queue's overflow a float. A state's weight is its probability
        over that of n leads in handling and nobody waiting; what lies below n weighs 1 / B(n) - 1.
        """
        assert self.patience is not None
        if self.servers == 0:
            raise ValueError("a queue needs at least one person on duty")
        served = self.servers / self.handling
        logs, largest, waiting = [0.0], 0.0, 0
        while True:
            waiting += 1
            step = math.log(self.arrivals / (served + waiting / self.patience))
            logs.append(logs[-1] + step)
            largest = max(largest, logs[-1])
            if step < 0 and logs[-1] - math.log(-math.expm1(step)) < largest - _NEGLIGIBLE_LOG:
                break
        weights = [math.exp(log - largest) for log in logs]
        blocked = erlang_b(self.servers, self.load)
        below = math.exp(-largest) * (1 / blocked - 1) if blocked else math.inf
        if math.isinf(below):
            return 0.0, []
        total = math.fsum(weights) + below
        return math.fsum(weights) / total, [weight / total for weight in weights]

    def _mean_waiting(self) -> float:
        """Give the mean number of leads that wait."""
        return math.fsum(number * share for number, share in enumerate(self._waiting_states()[1]))

    def _answered_within_patience(self, minutes: float) -> float:
        """Sum over what an arrival finds: nobody waits, or it is reached in time and before its patience ends.

        With j waiting ahead, the wait is a sum of exponential times at rates n / handling + i / patience, i = 0 .. j.
        In units of patience these rates are c + i, so exp(-wait) is Beta(c, j + 1) distributed; to be there still
        weights that with itself. What remains is c / (c + j + 1) times the chance that Beta(c + 1, j + 1) exceeds
        x = exp(-minutes), and as j is whole that is 1 less a negative binomial distribution function.
        """
        assert self.patience is not None
        if self.arrivals == 0:
            return 1.0
        all_busy, found = self._waiting_states()
        if minutes <= 0:
            return 1 - all_busy
        c = self.servers * self.patience / self.handling
        log_x = -minutes / self.patience
        log_rest = math.log(-math.expm1(log_x))
        log_term, distribution, answered = (c + 1) * log_x, 0.0, []
        for ahead, share in enumerate(found):
            if ahead:
                log_term += math.log((c + ahead) / ahead) + log_rest
            distribution += math.exp(log_term)
            answered.append(share * c / (c + ahead + 1) * max(0.0, 1 - distribution))
        return 1 - all_busy + math.fsum(answered)


def fewest_servers(
    share: float, within_minutes: float, arrivals: float, handling: float, patience: float | None = None
) -> int:
    """Give the fewest people on duty who answer a share of the leads in time."""

    def enough(servers: int) -> bool:
        return Queue(servers, arrivals, handling, patience).answered_within(within_minutes) >= share - TOLERANCE

    load = arrivals * handling
    return _fewest(enough, max(0, math.ceil((share - TOLERANCE) * load) - 1) if patience else math.floor(load))


def fewest_servers_waiting(
    longest_minutes: float, arrivals: float, handling: float, patience: float | None = None
) -> int:
    """Give the fewest people on duty, at least one, with whom the mean wait of all leads is no longer than a time.

    Who gives up waited patience on average, so whatever n people cannot answer waits so long: n is at least
    load * (1 - longest / patience).
    """
    longest = longest_minutes * (1 + TOLERANCE)

    def enough(servers: int) -> bool:
        return Queue(servers, arrivals, handling, patience).mean_wait() <= longest

    load = arrivals * handling
    least = load * (1 - longest / patience) - TOLERANCE * max(1.0, load) if patience else math.floor(load) + 1.0
    return _fewest(enough, max(0, math.ceil(least) - 1))


def _fewest(enough: Callable[[int], bool], too_few: int) -> int:
    """Give the fewest people who are enough; as every person helps, bracket the number by doubling, then halve."""
    step = 1
    while not enough(too_few + step):
        too_few += step
        step *= 2
    low, high = too_few, too_few + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high

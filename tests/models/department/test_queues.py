"""Queues against tables, against sums of their own kind, and at the limits where the answer is known."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from salescrew.models.department.queues import Queue, erlang_b, erlang_c, fewest_servers, fewest_servers_waiting

# Servers, load in erlangs, Erlang B, Erlang C; reference values of 12 digits. Where the load is too much there is no C.
TABLE_B_C = [
    (1, 1, 0.500000000000, None),
    (2, 1, 0.200000000000, 0.333333333333),
    (10, 10, 0.214582343107, None),
    (17, 10, 0.012948875225, 0.030876109981),
    (16, 10, 0.022301872040, 0.057340330903),
    (20, 20, 0.158891961542, None),
    (15, 12, 0.085729249495, 0.319190425113),
    (200, 180, 0.010324995205, 0.094471218178),
    (55, 48, 0.038374280688, 0.238700936378),
    (25, 20, 0.050221777891, 0.209102826599),
    (9, 7, 0.122101343250, 0.384947094157),
    (2, 0.5, 0.076923076923, 0.100000000000),
    (11, 10, 0.163232333244, 0.682118204689),
    (13, 10, 0.084338862672, 0.285270453036),
    (14, 10, 0.056819143387, 0.174131933595),
    (15, 10, 0.036496945472, 0.102042367008),
    (35, 30, 0.053770842028, 0.284582462414),
    (40, 30, 0.014409012539, 0.055247849297),
    (19, 40 / 3, 0.033230729416, 0.103340492853),
    (32, 25, 0.030813711311, 0.126897717322),
    (58, 50, 0.032218431104, 0.194431823555),
]
# Servers; arrivals, services and abandonments an hour; shares that wait and that give up, mean wait in seconds,
# occupancy. Reference values of 10 digits, the wait of 6 after the point.
TABLE_A = [
    (8, 200, 20, 12, 0.8475697697, 0.2318641347, 69.559240, 0.9601698316),
    (9, 200, 20, 12, 0.7345486274, 0.1632619551, 48.978587, 0.9297089388),
    (10, 200, 20, 12, 0.5994333180, 0.1094379996, 32.831400, 0.8905620004),
    (11, 200, 20, 12, 0.4597748418, 0.0699452961, 20.983589, 0.8455042763),
    (12, 200, 20, 12, 0.3318020355, 0.0427111057, 12.813332, 0.7977407453),
    (13, 200, 20, 12, 0.2257970840, 0.0249633036, 7.488991, 0.7500282280),
    (14, 200, 20, 12, 0.1452601143, 0.0139837441, 4.195123, 0.7042973256),
    (15, 200, 20, 12, 0.0885470040, 0.0075144765, 2.254343, 0.6616570157),
    (16, 200, 20, 12, 0.0512505036, 0.0038761564, 1.162847, 0.6225774022),
    (28, 360, 15, 12, 0.2420017470, 0.0227775395, 6.833262, 0.8376192519),
    (24, 360, 15, 12, 0.5533292453, 0.0766586112, 22.997583, 0.9233413888),
    (50, 2880, 60, 60, 0.4054043950, 0.0394175155, 2.365051, 0.9221591851),
    (3, 20, 10, 10, 0.3233235838, 0.1090087746, 39.243159, 0.5939941503),
    (8, 60, 12, 6, 0.1447107421, 0.0162518487, 9.751109, 0.6148425946),
]
DIGITS = {"rel": 1e-9, "abs": 5.1e-11}
WAIT_DIGITS = {"rel": 1e-9, "abs": 5.1e-7}


@pytest.mark.parametrize(("servers", "load", "blocked", "waiting"), TABLE_B_C)
def test_erlang_b_and_c_agree_with_the_table(servers: int, load: float, blocked: float, waiting: float | None) -> None:
    assert erlang_b(servers, load) == pytest.approx(blocked, **DIGITS)
    assert erlang_c(servers, load) == (1.0 if waiting is None else pytest.approx(waiting, **DIGITS))


@pytest.mark.parametrize("row", TABLE_A)
def test_erlang_a_agrees_with_the_table(row: tuple[float, ...]) -> None:
    servers, arrivals, services, abandonments, waits, gives_up, mean_wait, occupancy = row
    queue = Queue(int(servers), arrivals / 60, 60 / services, 60 / abandonments)
    assert queue.waiting_share() == pytest.approx(waits, **DIGITS)
    assert queue.abandoned_share() == pytest.approx(gives_up, **DIGITS)
    assert 60 * queue.mean_wait() == pytest.approx(mean_wait, **WAIT_DIGITS)
    assert queue.occupancy() == pytest.approx(occupancy, **DIGITS)


def log_of_sum(logs: list[float]) -> float:
    largest = max(logs)
    return largest + math.log(math.fsum(math.exp(log - largest) for log in logs))


def waiting_share_in_logs(servers: int, load: float) -> float:
    """Erlang C by its definition, a sum over states, in logarithms."""
    states = [n * math.log(load) - math.lgamma(n + 1) for n in range(servers)]
    all_busy = servers * math.log(load) - math.lgamma(servers + 1) - math.log(1 - load / servers)
    return math.exp(all_busy - log_of_sum([*states, all_busy]))


def answered_at_once_in_logs(servers: int, load: float, patience: float) -> float:
    """The share of an Erlang A queue that does not wait, over a long list of states; handling takes 1."""
    logs = [0.0]
    for n in range(1, 6 * servers):
        leaving = min(n, servers) + max(0, n - servers) / patience
        logs.append(logs[-1] + math.log(load / leaving))
    return math.exp(log_of_sum(logs[:servers]) - log_of_sum(logs))


@pytest.mark.parametrize("servers", [1001, 1010, 1050, 1200])
def test_erlang_c_of_a_thousand_erlangs(servers: int) -> None:
    assert erlang_c(servers, 1000) == pytest.approx(waiting_share_in_logs(servers, 1000), rel=1e-9)


@pytest.mark.parametrize("servers", [900, 1000, 1050])
@pytest.mark.parametrize("patience", [0.1, 1.0, 20.0])
def test_erlang_a_of_a_thousand_erlangs(servers: int, patience: float) -> None:
    queue = Queue(servers, 1000 / 5, 5, 5 * patience)
    at_once = answered_at_once_in_logs(servers, 1000, patience)
    assert queue.answered_within(0) == pytest.approx(at_once, rel=1e-9, abs=1e-12)
    assert queue.waiting_share() == pytest.approx(1 - at_once, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("patience", [None, 3.0])
def test_fewest_servers_of_a_thousand_erlangs_are_fewest(patience: float | None) -> None:
    numbers = []
    for share in (0.5, 0.8, 0.9, 0.99):
        servers = fewest_servers(share, 0.5, 200, 5, patience)
        assert Queue(servers, 200, 5, patience).answered_within(0.5) >= share - 1e-9
        assert Queue(servers - 1, 200, 5, patience).answered_within(0.5) < share - 1e-9
        numbers.append(servers)
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("patience", [None, 3.0])
def test_more_leads_never_take_fewer_servers(patience: float | None) -> None:
    numbers = [fewest_servers(0.8, 1, arrivals / 10, 12, patience) for arrivals in range(1, 200)]
    assert all(fewer <= more for fewer, more in pairwise(numbers))
    assert numbers[0] < numbers[-1]


@pytest.mark.parametrize("patience", [None, 3.0])
def test_more_servers_never_answer_less(patience: float | None) -> None:
    shares = [Queue(servers, 200, 5, patience).answered_within(0.5) for servers in range(980, 1100, 3)]
    assert all(less <= more + 1e-12 for less, more in pairwise(shares))


@pytest.mark.parametrize(("servers", "load"), [(2, 1), (12, 10), (58, 50)])
def test_endless_patience_is_erlang_c(servers: int, load: float) -> None:
    patient, endless = Queue(servers, load / 5, 5, 1e9), Queue(servers, load / 5, 5)
    assert patient.waiting_share() == pytest.approx(endless.waiting_share(), rel=1e-6)
    assert patient.mean_wait() == pytest.approx(endless.mean_wait(), rel=1e-6)
    assert patient.answered_within(1) == pytest.approx(endless.answered_within(1), rel=1e-6)


def test_patience_as_long_as_handling_makes_the_number_there_poisson() -> None:
    # each of n there leaves at rate n, as with endless servers; of load 1, 0 or 1 are there with 2 / e
    queue = Queue(2, 1 / 6, 6, 6)
    assert queue.answered_within(0) == pytest.approx(2 / math.e, rel=1e-12)


def test_one_server_by_hand() -> None:
    # M/M/1 at half load: waits with 1/2, and longer than t with exp(-t / 2) of that, in posts of handling
    queue = Queue(1, 0.05, 10)
    assert queue.waiting_share() == pytest.approx(0.5)
    assert queue.mean_wait() == pytest.approx(10)
    assert queue.answered_within(10) == pytest.approx(1 - math.exp(-0.5) / 2)
    assert queue.occupancy() == pytest.approx(0.5)


def test_without_patience_more_load_than_servers_answers_nobody_in_time() -> None:
    assert Queue(2, 1, 2).answered_within(1000) == 0
    assert Queue(2, 1, 2).mean_wait() == math.inf
    assert fewest_servers(1e-6, 0, 1, 2) == 3


def test_within_time_grows_from_at_once_to_everyone_who_stays() -> None:
    queue = Queue(10, 200 / 60, 3, 5)
    shares = [queue.answered_within(minutes) for minutes in (0, 0.5, 1, 2, 5, 100)]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(1 - queue.waiting_share(), rel=1e-12)
    assert shares[-1] == pytest.approx(1 - queue.abandoned_share(), rel=1e-9)


def test_within_time_against_a_chain_of_steps() -> None:
    # one server, patience and handling of 1: whoever finds one in handling and j waiting needs j + 1 steps of
    # rates 1 + j, ..., 1 + 0 and must stay; here the chain is followed in small steps of time
    queue, minutes, steps = Queue(1, 1.0, 1.0, 1.0), 0.7, 20_000
    # the number there is Poisson(1)
    found = [math.exp(-1) / math.factorial(n) for n in range(25)]
    answered = found[0]
    ahead = [0.0, *found[1:]]
    for _ in range(steps):
        step = minutes / steps
        answered += ahead[1] * step
        # those ahead leave at rate n; the one watched gives up at rate 1
        flows = [n * step * share for n, share in enumerate(ahead)]
        ahead = [
            share - flows[n] - step * share + (flows[n + 1] if n + 1 < len(flows) else 0.0) if n else 0.0
            for n, share in enumerate(ahead)
        ]
    assert queue.answered_within(minutes) == pytest.approx(answered, abs=1e-4)


# ---- how many it takes for an average wait


@pytest.mark.parametrize("row", TABLE_A)
def test_as_many_as_an_average_wait_takes_agree_with_the_table(row: tuple[float, ...]) -> None:
    servers, arrivals, services, abandonments, *_, mean_wait, _ = row
    rates = arrivals / 60, 60 / services, 60 / abandonments
    # the table's wait is rounded: so long it may be, and a millionth less takes one more
    assert fewest_servers_waiting((mean_wait + 1e-6) / 60, *rates) == servers
    assert fewest_servers_waiting((mean_wait - 2e-6) / 60, *rates) == servers + 1


@pytest.mark.parametrize(("servers", "load", "_", "waiting"), TABLE_B_C)
def test_without_patience_the_wait_is_that_of_erlang_c(
    servers: int, load: float, _: float, waiting: float | None
) -> None:
    # each waits handling / (n - load) on average, where it has to wait at all
    if waiting is None:
        assert fewest_servers_waiting(1e9, load / 5, 5) == servers + 1
        return
    wait = waiting * 5 / (servers - load)
    assert fewest_servers_waiting(wait * (1 + 1e-8), load / 5, 5) == servers
    assert fewest_servers_waiting(wait * (1 - 1e-8), load / 5, 5) == servers + 1


def test_at_least_one_is_there_however_long_leads_may_wait() -> None:
    assert fewest_servers_waiting(1e6, 0.001, 5, 2) == 1
    assert fewest_servers_waiting(1e6, 100, 50, 2) == 1


@pytest.mark.parametrize("patience", [None, 0.5, 5, 60])
@pytest.mark.parametrize("longest", [0.01, 0.4, 4.9, 30])
@pytest.mark.parametrize("load", [0.1, 3, 37.5])
def test_there_is_no_smaller_number_that_does(load: float, longest: float, patience: float | None) -> None:
    handling = 10.0
    fewest = fewest_servers_waiting(longest, load / handling, handling, patience)
    waits = [Queue(servers, load / handling, handling, patience).mean_wait() for servers in range(1, fewest + 1)]
    assert [wait <= longest for wait in waits] == [False] * (fewest - 1) + [True]


def test_a_long_queue_is_counted_at_once() -> None:
    # in the fluid limit a tenth of the leads that wait 100 minutes may wait 10 on average: nine tenths are answered
    assert fewest_servers_waiting(10, 1000, 100, 100) == pytest.approx(90_000, rel=1e-4)

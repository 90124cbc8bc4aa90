"""The commands: `python -m benchmarks run` and its kin."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import results_page
from benchmarks.row import Row

QUICK_SECONDS, FULL_SECONDS = 10.0, 60.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Benchmarks of salescrew.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", help="salescrew and its rivals, side by side"))
    _add_configurations(commands.add_parser("configurations", help="team configurations over a family of departments"))
    _add_days(commands.add_parser("days", help="track and replan, as whole commands"))
    _add_proofs(commands.add_parser("proofs", help="the stored cases' programs, each solved again by another solver"))
    _add_coverage(commands.add_parser("coverage", help="how often the intervals of rates hold the truth"))
    _add_odds(commands.add_parser("odds", help="what odds cost: stated, promised, played"))
    _add_near(commands.add_parser("near", help="targets next to what so many people reach: first team, proof"))
    _add_calibration(commands.add_parser("calibration", help="whether the odds that track says come true"))
    _add_profile(commands.add_parser("profile", help="where the time of whole commands goes"))
    _add_outputs(commands.add_parser("outputs", help="what writing an answer costs, by form"))
    everything = commands.add_parser("all", help="all of them, one after the other")
    _add_extent(everything)
    everything.set_defaults(
        command=_all,
        case=None,
        rival=None,
        time_limit=None,
        runs=3,
        jobs=None,
        output=None,
        seconds=30.0,
        every=10,
        resume=False,
        against=None,
    )
    measure = commands.add_parser("measure", help="one rival on one case, in this process; writes JSON")
    measure.add_argument("case")
    measure.add_argument("rival")
    measure.add_argument("seconds", type=float)
    measure.add_argument("started", type=float, help="when the process was started, in seconds of the epoch")
    measure.set_defaults(command=_measure)
    near_one = commands.add_parser("near-one", help="one plan of `near`, in this process; writes JSON")
    near_one.add_argument("name")
    near_one.add_argument("seconds", type=float)
    near_one.set_defaults(command=_near_one)
    chosen = parser.parse_args(arguments)
    return int(chosen.command(chosen))


def _add_extent(parser: argparse.ArgumentParser) -> None:
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="the small cases only (default)")
    extent.add_argument("--full", action="store_true", help="all cases")


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--case", action="append", metavar="NAME", help="this case only; may be repeated")
    parser.add_argument("--rival", action="append", metavar="NAME", help="this rival only; may be repeated")
    parser.add_argument(
        "--time-limit", type=float, metavar="S", help="seconds for building and solving (default 10, with --full 60)"
    )
    parser.add_argument("--runs", type=int, default=3, help="runs of salescrew where they are short (default 3)")
    parser.set_defaults(command=_run)


def _add_configurations(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--jobs", type=int, help="processes at a time (default: one a core)")
    parser.add_argument(
        "-o", "--output", type=Path, help="folder for picture and rows (default: the stored results, if --full)"
    )
    parser.set_defaults(command=_configurations)


def _add_days(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--runs", type=int, default=3, help="runs of each command, whose median is given (default 3)")
    parser.set_defaults(command=_days)


def _add_proofs(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.set_defaults(command=_proofs)


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.set_defaults(command=_coverage)


def _add_odds(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.set_defaults(command=_odds)


def _add_near(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--seconds", type=float, help="seconds of the processor for each plan (default 10, --full 120)")
    parser.add_argument("--every", type=int, help="only every so many-th plan (default 20, --full 1)")
    parser.add_argument("--resume", action="store_true", help="keep what the last --full run measured, and go on")
    parser.set_defaults(command=_near)


def _add_profile(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--runs", type=int, default=3, help="runs of each command, whose medians are given (default 3)")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="a checkout of another version, run in turn")
    parser.set_defaults(command=_profile)


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.add_argument("--runs", type=int, default=3, help="runs of each form, whose median is given (default 3)")
    parser.set_defaults(command=_outputs)


def _add_calibration(parser: argparse.ArgumentParser) -> None:
    _add_extent(parser)
    parser.set_defaults(command=_calibration)


def _measure(chosen: argparse.Namespace) -> int:
    from benchmarks.cases import BY_NAME
    from benchmarks.measure import measure, spare_memory

    spare_memory()
    row = measure(BY_NAME[chosen.case], chosen.rival, chosen.seconds, chosen.started)
    print(json.dumps(dataclasses.asdict(row)))
    return 0


def _run(chosen: argparse.Namespace) -> int:
    from benchmarks.cases import BY_NAME, CASES
    from benchmarks.measure import OURS, RIVALS
    from benchmarks.run import disagreements, rows

    for kind, names, known in (("case", chosen.case, BY_NAME), ("rival", chosen.rival, {OURS, *RIVALS})):
        for name in names or ():
            if name not in known:
                print(f"--{kind}: must be one of {', '.join(sorted(known))}, got {name}.", file=sys.stderr)
                return 2
    cases = [BY_NAME[name] for name in chosen.case or ()] or [case for case in CASES if case.is_quick or chosen.full]
    rivals = [name for name in (OURS, *RIVALS) if not chosen.rival or name in chosen.rival]
    limit = chosen.time_limit or (FULL_SECONDS if chosen.full else QUICK_SECONDS)
    tasks = [(case.name, rivals if case.has_rivals or chosen.rival else [OURS]) for case in cases]
    found = list(rows(tasks, limit, chosen.runs, lambda what: print(what, file=sys.stderr, flush=True)))
    text = _page(found, limit)
    print(text)
    if faults := disagreements(found):
        print("\n".join(["Nothing was written, since the answers do not fit together:", *faults]), file=sys.stderr)
        return 1
    if not (chosen.case or chosen.rival):
        results_page.write_json(results_page.ROWS, [dataclasses.asdict(row) for row in found])
        results_page.write_section("Rivals", text)
    return 0


def _page(found: Sequence[Row], limit: float) -> str:
    from benchmarks.cases import BY_NAME
    from benchmarks.table import OURS, growth_table, rivals_table

    parts = [results_page.circumstances() + f"; {limit:g} s for building and solving.", rivals_table(found)]
    for by, title in (("people", "Growth with people, all in 20 profiles"), ("weeks", "Growth with weeks, 12 people")):
        family = [row for row in found if row.rival == OURS and BY_NAME[row.case].growth == by]
        if len(family) > 1:
            parts += [f"### {title}", growth_table(family, by)]
    return "\n\n".join(parts)


def _all(chosen: argparse.Namespace) -> int:
    return (
        _run(chosen)
        or _configurations(chosen)
        or _days(chosen)
        or _proofs(chosen)
        or _coverage(chosen)
        or _odds(chosen)
        or _near(chosen)
        or _calibration(chosen)
        or _profile(chosen)
        or _outputs(chosen)
    )


def _outputs(chosen: argparse.Namespace) -> int:
    from benchmarks import outputs

    names = list(outputs.CASES) if chosen.full else outputs.QUICK
    found = list(outputs.measured(names, chosen.runs, lambda what: print(what, file=sys.stderr, flush=True)))
    print(f"{results_page.circumstances()}.\n\n{outputs.table(found)}")
    return 0


def _proofs(chosen: argparse.Namespace) -> int:
    from benchmarks import proofs

    names = proofs.full() if chosen.full else proofs.QUICK
    found = list(proofs.run(names, lambda what: print(what, file=sys.stderr, flush=True)))
    counts = proofs.counted(found)
    text = proofs.table(counts)
    print(text)
    if said := proofs.faults(found):
        print("\n".join(["Two solvers contradict each other:", *said]), file=sys.stderr)
    if chosen.full:
        results_page.write_json(results_page.PROOFS, [dataclasses.asdict(row) for row in counts])
        results_page.write_section("Second proofs", f"{results_page.circumstances()}.\n\n{text}")
    return 1 if said else 0


def _near_one(chosen: argparse.Namespace) -> int:
    from benchmarks.near import family
    from benchmarks.near_runs import measure
    from salescrew.solver.engine.threads import is_still_running

    (near,) = (near for near in family() if near.name == chosen.name)
    print(json.dumps(dataclasses.asdict(measure(near, chosen.seconds))), flush=True)
    if is_still_running():
        # what was ended is left to itself, and must not be unloaded while it is at work
        os._exit(0)
    return 0


def _near(chosen: argparse.Namespace) -> int:
    from benchmarks import near_runs
    from benchmarks.near import family

    plans = family()[:: chosen.every or (1 if chosen.full else near_runs.QUICK_EVERY)]
    seconds = chosen.seconds or (max(near_runs.PROOF_SECONDS) if chosen.full else near_runs.QUICK_SECONDS)
    known = near_runs.stored(seconds) if chosen.resume else {}
    left = [near for near in plans if near.name not in known]
    for row in near_runs.run(left, seconds, lambda what: print(what, file=sys.stderr, flush=True)):
        known[row.name] = row
        if chosen.full:
            results_page.write_json(results_page.NEAR, [dataclasses.asdict(row) for row in known.values()])
    found = [known[near.name] for near in plans]
    text = near_runs.table(found)
    print(text)
    if chosen.full:
        of = f"{len(found)} plans with {seconds:g} s of the processor each"
        results_page.write_section("Near the limit", f"{results_page.circumstances()}; {of}.\n\n{text}")
    return 0


def _days(chosen: argparse.Namespace) -> int:
    from benchmarks import days

    names = days.FULL if chosen.full else days.QUICK
    found = list(days.run(names, chosen.runs, lambda what: print(what, file=sys.stderr, flush=True)))
    text = days.table(found)
    print(text)
    if chosen.full:
        rows = [dataclasses.asdict(row) for row in found]
        results_page.write_json(results_page.DAYS, rows)
        results_page.write_section("The days after", f"{results_page.circumstances()}.\n\n{text}")
    return 0


def _coverage(chosen: argparse.Namespace) -> int:
    from benchmarks import coverage

    repeats = coverage.FULL if chosen.full else coverage.QUICK
    found = list(coverage.rows(repeats, lambda what: print(what, file=sys.stderr, flush=True)))
    text = coverage.table(found)
    print(text)
    if chosen.full:
        results_page.write_section(
            "Intervals of rates", f"{results_page.circumstances()}; {repeats:,} repeats each.\n\n{text}"
        )
    return 0


def _odds(chosen: argparse.Namespace) -> int:
    from benchmarks import odds

    names = list(odds.CASES) if chosen.full else odds.QUICK
    found = list(odds.costs(names, lambda what: print(what, file=sys.stderr, flush=True)))
    text = odds.table(found)
    print(text)
    if chosen.full:
        results_page.write_json(results_page.ODDS, [dataclasses.asdict(row) for row in found])
        results_page.write_section("Odds", f"{results_page.circumstances()}.\n\n{text}")
    return 0


def _calibration(chosen: argparse.Namespace) -> int:
    from benchmarks import calibration

    courses = calibration.FULL if chosen.full else calibration.QUICK
    found = list(calibration.run(courses, lambda what: print(what, file=sys.stderr, flush=True)))
    text = calibration.page(found)
    print(text)
    if chosen.full:
        about = f"{results_page.circumstances()}; {courses} courses each."
        results_page.write_section("What track says, and what comes of it", f"{about}\n\n{text}")
    return 0


def _profile(chosen: argparse.Namespace) -> int:
    from benchmarks import profile

    commands = profile.FULL if chosen.full else profile.QUICK
    found = list(
        profile.run(commands, chosen.runs, chosen.against, lambda what: print(what, file=sys.stderr, flush=True))
    )
    text = profile.table(found)
    print(text)
    if chosen.full:
        results_page.write_json(results_page.PROFILE, [dataclasses.asdict(row) for row in found])
        about = f"{results_page.circumstances()}; medians of {chosen.runs}, whole processes."
        results_page.write_section("Where the time goes", f"{about}\n\n{text}")
    return 0


def _configurations(chosen: argparse.Namespace) -> int:
    from benchmarks import configurations

    stored = results_page.ROWS.parent
    folder = chosen.output or (stored if chosen.full else Path(tempfile.mkdtemp(prefix="configurations-")))
    text = configurations.run(full=chosen.full, jobs=chosen.jobs, folder=folder)
    print(text)
    print(f"\nThe picture and the rows are in {folder}.")
    if chosen.full:
        results_page.write_section("Team configurations", f"{results_page.circumstances()}.\n\n{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The documentation as something that runs: its code blocks, and what they give.

`python -m tests.pages` writes the outputs of `console` blocks, the tables of fields and the pictures of the pages anew.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from click.testing import CliRunner
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from salescrew.checker import claims
from salescrew.cli.frame.group import main
from salescrew.cli.frame.language import speak_as_told
from salescrew.models.answers import (
    answered_plan,
    comparison,
    cover,
    differences,
    handover,
    progress,
    replan,
    sensitivity,
    sweep,
)
from salescrew.models.answers import rates as rates_answer
from salescrew.models.answers.evenness import AboveAim, Evenness, InTheWay, OtherRoles
from salescrew.models.answers.explained import (
    arithmetic,
    binding,
    changes,
    conflict,
    duty_steps,
    explanation,
    kept,
    last_days,
    person,
    quota_chain,
    starts,
    without,
)
from salescrew.models.answers.result import ConfidenceVerdict, Odds, OddsOfPeople, Spread, WorkRow
from salescrew.models.department import duty_staff
from salescrew.models.on_paper import day_off, factors, spare
from salescrew.models.plan import fixed, pipeline, so_far
from salescrew.models.plan.plan import Plan
from salescrew.models.plan.sections.calendar import Calendar
from salescrew.models.plan.sections.chance import Chance
from salescrew.models.plan.sections.days import TimeBudget
from salescrew.models.plan.sections.duty import BetweenLeads, Duty, DutyRule, ServiceLevel
from salescrew.models.plan.sections.funnels import Funnel, Leads, Observed, Stage
from salescrew.models.plan.sections.people import Effectiveness, PersonFields
from salescrew.models.plan.sections.products import Product
from salescrew.models.plan.sections.targets import Limits, MonthTarget, ProductTarget, Target
from salescrew.models.plan.sections.working_time import OnAndOff
from salescrew.models.rates.reading import mapping
from salescrew.models.simulation import summary as simulation_summary
from salescrew.models.variants import axes

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.ru.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
"""The pages of which every code block runs."""
ANYTHING = "..."
_ONE_JOB = {command: {"jobs": 1} for command in ("compare", "sensitivity", "sweep")}
"""As fast as with a process a core where pages run side by side, and the same answers."""
_BLOCK = re.compile(r"^```(?P<kind>\S*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A code block of a page: its language, its text, and the line where it begins."""

    kind: str
    body: str
    line: int


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(m["kind"], m["body"], text.count("\n", 0, m.start()) + 1) for m in _BLOCK.finditer(text)]


@contextmanager
def reader_folder() -> Iterator[Path]:
    """Stand where a reader of the pages stands: in a folder with the examples."""
    before = Path.cwd()
    os.environ.pop("COLUMNS", None)  # pages are as wide as they are without a terminal
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "examples", Path(folder) / "examples")
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


class Console:
    """Runs the commands of a page one after the other."""

    def __init__(self) -> None:
        self.exit_code = 0

    def run(self, command: str) -> str:
        """Give what a command prints, on standard output and standard error."""
        command, _, source = command.partition(" < ")
        match shlex.split(command):
            case ["salescrew", *arguments]:
                given = Path(source).read_text(encoding="utf-8") if source else None
                result = CliRunner().invoke(main, arguments, input=given, prog_name="salescrew", default_map=_ONE_JOB)
                speak_as_told(())  # what a command of a page is told to speak, it alone speaks
                self.exit_code = result.exit_code
                return result.output
            case ["echo", "$?"]:
                return f"{self.exit_code}\n"
            case ["ls", folder]:
                return "".join(f"{path.name}\n" for path in sorted(Path(folder).iterdir()))
            case ["head", "-n", lines, file]:
                text = Path(file).read_text(encoding="utf-8-sig").splitlines(keepends=True)
                return "".join(text[: int(lines)])
        raise ValueError(f"a page may not run: {command}")

    def transcript(self, body: str) -> str:
        """Run the commands of a console block and write them with their outputs."""
        return "".join(f"$ {command}\n{self.run(command)}" for command in commands(body))


def commands(body: str) -> list[str]:
    return [line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ ")]


def agrees(expected: str, got: str) -> bool:
    """Compare outputs, where a line of three dots stands for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == ANYTHING else re.escape(line) + "\n" for line in expected.rstrip("\n").split("\n")
    )
    return re.fullmatch(pattern, got.rstrip("\n") + "\n") is not None


def abbreviated(expected: str, got: str) -> str:
    """Leave out of an output what the page has left out of the last one; all of it stays where that cannot be told."""
    old, new = expected.rstrip("\n").split("\n"), got.rstrip("\n").split("\n")
    marks = [-1, *(at for at, line in enumerate(old) if line == ANYTHING), len(old)]
    kept: list[str] = []
    end = 0
    for before, after in itertools.pairwise(marks):
        passage = _passage(old[before + 1 : after], new, end, begins=before < 0, ends=after == len(old))
        if passage is None:
            return got
        kept += [*([] if before < 0 else [ANYTHING]), *new[passage]]
        end = passage.stop
    text = "\n".join(kept) + "\n"
    return text if agrees(text, got) else got


def _passage(old: list[str], new: list[str], start: int, *, begins: bool, ends: bool) -> slice | None:
    """Find what stands between a page's dots in a new output, of about the same length: the lines most like it.

    Numbers count little, since they are what changes. None: nothing is like it.
    """
    firsts = [0] if begins else range(start, len(new) + 1)
    spans = [
        (first, last)
        for first in firsts
        for last in range(first, len(new) + 1)
        if (last == len(new) if ends else abs(last - first - len(old)) <= 5)
    ]
    found = max(((*_likeness(old, new[first:last]), -first, -last) for first, last in spans), default=(0, 0, 0, 0))
    return slice(-int(found[2]), -int(found[3])) if found[0] else None


def _likeness(old: list[str], new: list[str]) -> tuple[float, float]:
    """Compare lines, first without numbers, then as they are: from 0 to 1."""

    def ratio(some: list[str], others: list[str]) -> float:
        return SequenceMatcher(None, some, others, autojunk=False).ratio()

    shapes = [[re.sub(r"[\d,.]+", "0", line) for line in lines] for lines in (old, new)]
    return ratio(*shapes), ratio(old, new)


def shown_default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, BaseModel):
        default = {key: value for key, value in default.model_dump(exclude_none=True).items() if value}
    match default:
        case None | () | "":
            return "none"
        case dict():
            return f"`{{{', '.join(f'{key}: {value:g}' for key, value in default.items())}}}`" if default else "none"
        case tuple():
            return f"`[{', '.join(default)}]`"
    return f"{default:g}" if isinstance(default, float) else str(default).lower()


def field_table(record: type[BaseModel]) -> str:
    """Write the table of a record's fields; a record without any default needs no column for it."""
    rows = [
        (f"`{field.alias or name}`", field.description or f"in the role {name}", shown_default(field))
        for name, field in record.model_fields.items()
    ]
    width = 2 if all(default == "required" for *_, default in rows) and record not in PLAN_RECORDS else 3
    table = [("field", "meaning", "default")[:width], ("---",) * width, *(row[:width] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in table).replace("| --- ", "|---").replace(" |---", "|---")


PLAN_RECORDS: list[type[BaseModel]] = [
    Plan,
    Calendar,
    Target,
    ProductTarget,
    MonthTarget,
    Product,
    TimeBudget,
    Funnel,
    Stage,
    Observed,
    Leads,
    Duty,
    DutyRule,
    ServiceLevel,
    BetweenLeads,
    Limits,
    Chance,
    PersonFields,
    OnAndOff,
    Effectiveness,
    pipeline.AgedItems,
    fixed.Fixed,
    fixed.FixedSlot,
    fixed.FixedDay,
    fixed.OpenPlaces,
    so_far.SoFar,
    so_far.Entered,
    so_far.DueWork,
    so_far.OpenReserve,
]
CHECK_RECORDS: list[type[BaseModel]] = [
    claims.Claim,
    answered_plan.AnsweredPlan,
    arithmetic.Arithmetic,
    arithmetic.CalendarSummary,
    arithmetic.FlowByItself,
    arithmetic.TargetNeed,
    arithmetic.Route,
    arithmetic.Step,
    arithmetic.DutyNeed,
    duty_steps.DutyStep,
    arithmetic.QueueNeed,
    arithmetic.HireCost,
    arithmetic.FeeWorth,
    arithmetic.ConversionSeen,
]
EXPLAIN_RECORDS: list[type[BaseModel]] = [
    kept.Kept,
    without.Without,
    without.TargetWithout,
    without.TakenOver,
    without.Done,
    explanation.Explanation,
    explanation.OddsMissing,
    explanation.OddsLever,
    conflict.Conflict,
    conflict.Member,
    conflict.LastEntry,
    duty_staff.SlotStaff,
    duty_staff.Unable,
    changes.Changes,
    changes.Change,
    changes.Beyond,
    binding.Binding,
    binding.WeekUse,
    binding.Worth,
    binding.TargetState,
    binding.ColdBase,
    binding.LimitState,
    last_days.LastDays,
    last_days.WeekInTime,
    last_days.StageLastDay,
    last_days.MonthLastDay,
    last_days.StillHelps,
    person.ExplainedPerson,
    person.TeamReach,
    person.PersonFunnel,
    person.PersonTarget,
    starts.Starts,
    starts.ChosenStart,
    starts.LaterStart,
    quota_chain.QuotaChain,
    quota_chain.Trace,
    quota_chain.ActivityQuota,
    quota_chain.QuotaPart,
    quota_chain.LeadsToAnswer,
    quota_chain.Outcome,
    factors.Factor,
    sensitivity.Sensitivity,
    sensitivity.SensitivityRow,
    sensitivity.ChangedInput,
    sensitivity.Effect,
]
COMPARE_RECORDS: list[type[BaseModel]] = [
    comparison.Comparison,
    comparison.ConfigurationRow,
    spare.Spare,
    spare.DutyLoad,
    day_off.DayOff,
    comparison.Verdict,
]
SWEEP_RECORDS: list[type[BaseModel]] = [sweep.Sweep, axes.Axis, sweep.SweepCell]
TRACK_RECORDS: list[type[BaseModel]] = [
    progress.Progress,
    progress.ManagerProgress,
    progress.ActivityProgress,
    progress.Span,
    progress.LeadsProgress,
    progress.StageProgress,
    progress.TargetPace,
    progress.OpenItems,
    progress.CatchUp,
    progress.Indicator,
    progress.Help,
    progress.PacePoint,
    progress.FactTotal,
]
RESULT_RECORDS: list[type[BaseModel]] = [
    Evenness,
    AboveAim,
    InTheWay,
    OtherRoles,
    Odds,
    Spread,
    ConfidenceVerdict,
    OddsOfPeople,
    WorkRow,
]
SIMULATION_RECORDS: list[type[BaseModel]] = [
    simulation_summary.SimulationSummary,
    simulation_summary.Played,
    simulation_summary.WorkWaited,
    simulation_summary.HoursUsed,
    simulation_summary.SourceShare,
]
REPLAN_RECORDS: list[type[BaseModel]] = [
    replan.AfterEnd,
    replan.PaidAfterEnd,
    replan.Replan,
    replan.TurnoverGoal,
    replan.PlanChange,
    handover.Handover,
    replan.RateUsed,
    replan.Basis,
    replan.Underway,
    differences.Differences,
    differences.FigureDifference,
    differences.PersonDifference,
    differences.Work,
    cover.Cover,
    cover.AwayRow,
    cover.SlotToCover,
    cover.CoverOption,
    cover.WorkToCover,
    cover.TimeFor,
]
RATES_RECORDS: list[type[BaseModel]] = [
    rates_answer.Rates,
    rates_answer.ExportRead,
    rates_answer.RowsRead,
    rates_answer.LeftOut,
    rates_answer.Oddity,
    rates_answer.PipelineRates,
    rates_answer.StageRate,
    rates_answer.Seen,
    rates_answer.Days,
    rates_answer.LeadToPayment,
    rates_answer.AverageDeal,
    rates_answer.LeadFlow,
    rates_answer.GroupRate,
    rates_answer.BackTest,
    rates_answer.CutRate,
    mapping.ExportMap,
    mapping.DealColumns,
    mapping.HistoryColumns,
    mapping.OutcomeWords,
    mapping.PlanPlace,
]
PAGE_OF = {
    record.__name__: ROOT / "docs" / page
    for page, known in (
        ("plan-format.md", PLAN_RECORDS),
        ("result-format.md", CHECK_RECORDS),
        ("result-format.md", RESULT_RECORDS),
        ("simulation-format.md", SIMULATION_RECORDS),
        ("explanation-format.md", EXPLAIN_RECORDS),
        ("comparison-format.md", COMPARE_RECORDS),
        ("sweep-format.md", SWEEP_RECORDS),
        ("progress-format.md", TRACK_RECORDS),
        ("replan-format.md", REPLAN_RECORDS),
        ("rates-format.md", RATES_RECORDS),
    )
    for record in known
}
RECORDS = {
    record.__name__: record
    for record in (
        *PLAN_RECORDS,
        *CHECK_RECORDS,
        *EXPLAIN_RECORDS,
        *COMPARE_RECORDS,
        *SWEEP_RECORDS,
        *TRACK_RECORDS,
        *RESULT_RECORDS,
        *SIMULATION_RECORDS,
        *REPLAN_RECORDS,
        *RATES_RECORDS,
    )
}
_TABLE = re.compile(r"^<!-- fields: (\w+) -->\n+(?:\|.*\n)*", re.MULTILINE)


def with_tables(text: str) -> str:
    """Write the tables of fields anew, each after its mark."""
    found = _TABLE.sub(lambda m: f"<!-- fields: {m[1]} -->\n\n{field_table(RECORDS[m[1]])}", text)
    return re.sub(r"(\|\n)(?=[^|\n])", r"\1\n", found)


def rewrite(page: Path) -> None:
    """Write the outputs of a page's console blocks anew; three dots go on standing for what they stood for."""
    console = Console()

    def renewed(match: re.Match[str]) -> str:
        if match["kind"] != "console":
            return match[0]
        got = console.transcript(match["body"])
        if agrees(match["body"], got):
            return match[0]
        return f"```console\n{abbreviated(match['body'], got).rstrip()}\n```"

    text = page.read_text(encoding="utf-8")
    page.write_text(with_tables(_BLOCK.sub(renewed, text)), encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        with reader_folder() as here:
            rewrite(each)
            for picture in here.glob("*.svg"):
                if (shown := ROOT / "docs" / picture.name).exists():
                    shutil.copy(picture, shown)

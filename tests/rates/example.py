"""The export in `examples/`, as HubSpot writes one: `python -m tests.rates.example` makes it anew."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from tests.rates.simulator import Deal, World, date, deals

PATH = Path(__file__).parents[2] / "examples" / "hubspot-deals.csv"
STAGES = ("Lead", "Meeting", "Proposal", "Invoice")
PIPELINE = "warm-implementation"
WORLD = World(
    stages=STAGES,
    deals=1600,
    days=190,
    conversions=(0.38, 0.45, 0.45, 0.85),
    passing=(5, 12, 14, 9),
    losing=(3, 7, 12, 20),
    growth=1.3,
    reopened=0.04,
    managers={"Vera": 1.15, "Gleb": 1.0, "Inna": 0.85},
    channels={"Paid search": 0.85, "Referrals": 1.4, "Organic search": 0.95},
    amount=410_000,
    deal_cv=0.6,
)
AS_OF = 180
_ENDS = {"Won": "Closed Won", "Lost": "Closed Lost"}


def text() -> str:
    """Write the export."""
    draw = np.random.default_rng(7)
    buffer = io.StringIO()
    entered = [f'Date entered "{stage}"' for stage in (*STAGES, *_ENDS.values())]
    header = ["Record ID", "Deal Name", "Pipeline", "Deal Stage", "Create Date", "Close Date", "Amount", "Deal owner"]
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*header, "Original Traffic Source", *entered])
    rows = [row for deal in deals(WORLD, 11) if (row := _row(deal, draw))]
    # what such exports are full of
    rows[100][1], rows[700][1], rows[701][1] = "Test deal", "test", "Test form"
    rows[300:300] = [rows[299]]
    rows[801:801] = [rows[40], rows[500]]
    writer.writerows(rows)
    return buffer.getvalue()


def _row(deal: Deal, draw: np.random.Generator) -> list[str]:
    known = [(day, _ENDS.get(stage, stage)) for day, stage in deal.entries if day <= AS_OF]
    if not known:
        return []
    stage = known[-1][1]
    # of an open deal the closing date is a plan
    closed = known[-1][0] if stage in _ENDS.values() else AS_OF + int(draw.integers(1, 60))
    days: dict[str, str] = {}
    for day, name in known:
        days.setdefault(name, date(day))
    if stage != "Closed Lost":
        # whoever comes back is not lost any more
        days.pop("Closed Lost", None)
    amount = f"{round(deal.amount, -3):.0f}" if stage == "Closed Won" or draw.random() < 0.7 else ""
    row = [
        str(9_000_000 + deal.number),
        f"Deal {deal.number}",
        PIPELINE,
        stage,
        date(deal.created),
        date(closed),
        amount,
    ]
    return [*row, deal.manager, deal.channel, *(days.get(name, "") for name in (*STAGES, *_ENDS.values()))]


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")

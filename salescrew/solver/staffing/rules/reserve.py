"""Places on duty stay free for absences: less absence, a week has as many as its slots take people.

    sum over u of present[u] * places[u, w] + missing[w]  >=  sum over slots s of w of r[s]      for each set of queues
    places[u, w]  =  sum over days d of w and patterns p of min(duty[p], slots[d]) * days[u, d, p]
    places[u, w]  <=  max_slots_per_week * people[u]

In places on duty, for each week w. `present` is the share of u's time that absence leaves, `slots` how many slots of
a day need somebody, of the queues in question; `missing` is there only where the rule is eased. Where nobody is
reckoned to be absent, enough places follow from the slots that are covered. Source: the planning model, section 3.
"""

from __future__ import annotations

from salescrew.models.department.reserve import RESERVE_TOLERANCE
from salescrew.solver.staffing.rules.columns import Columns


def apply(columns: Columns) -> None:
    """Keep the reserve of every week."""
    for of in columns.reserves():
        terms = list(of.places.terms)
        if columns.is_elastic:
            columns.missing[of.key] = columns.program.column()
            terms.append((columns.missing[of.key], 1.0))
        needed = of.needed - RESERVE_TOLERANCE * max(1.0, of.needed)
        columns.written.reserves[of.key] = columns.program.row(terms, at_least=needed - of.places.given)

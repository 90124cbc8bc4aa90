"""How an export was read, as a map to be changed and read with it again."""

from __future__ import annotations

from salescrew.models.rates.estimates.estimate import known_of
from salescrew.models.rates.estimates.journeys import journeys
from salescrew.models.rates.reading.map_file import map_text
from salescrew.models.rates.reading.opened import OpenedExport


def map_of(found: OpenedExport) -> str:
    """Write the map of an export, with the stages in the order that was found."""
    known = known_of(found, found.latest)
    stages = {ways.name: ways.stages for ways in journeys(known, found.map)}
    return map_text(found.map, found.sheet.header, stages)

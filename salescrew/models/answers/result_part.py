"""Some of what a result says, of everybody or of one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from salescrew.models.answers.row import Document


class ResultPart(Document):
    """Some fields of a result.

    Attributes
    ----------
    person
        Whom the rows are about; None: everybody.
    week
        The Monday of the week that they are about; None: all weeks.
    fields
        The fields, by their names in the result. In JSON they stand beside `person` and `week`.
    """

    person: str | None = None
    week: dt.date | None = None
    fields: dict[str, Any]

    def to_json(self) -> str:
        """Write it as JSON, ending in a newline."""
        import json

        of_whom = self.model_dump(mode="json", include={"person", "week"}, exclude_none=True)
        return json.dumps({**of_whom, **self.fields}, indent=1, ensure_ascii=False) + "\n"

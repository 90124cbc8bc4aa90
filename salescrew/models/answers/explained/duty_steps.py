"""How many more leads the people on duty answer as they are, and what the next lead takes."""

from __future__ import annotations

from pydantic import Field

from salescrew.models.answers.row import Figure, Row


class DutyStep(Row):
    """The leads a week of a funnel between which as many duty slots are to be covered as the plan says.

    More leads a week are more in every week, whether the plan says that week by week or not.
    """

    funnel: str = Field(description="name of the inbound funnel")
    per_week: Figure = Field(description="leads a week in the plan (`per_week`)")
    spare: int | None = Field(
        description="as many more whole leads a week take no more duty slots; null: however many there are"
    )
    slots: int = Field(description="duty slots a week more that the next lead takes, in the week where that is most")
    weeks: int = Field(description="weeks in which it takes more")
    fewer: int | None = Field(
        description="so many leads a week fewer spare duty slots, and one less than that none; null where no week has "
        "so many"
    )
    slots_spared: int = Field(description="duty slots a week that this spares, in the week where that is most")

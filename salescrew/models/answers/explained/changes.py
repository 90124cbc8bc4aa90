"""What would do: single changes of a plan that make it possible, or that save a person, each the least that does."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from salescrew.models.answers.row import Document, Row
from salescrew.models.answers.sensitivity import Estimate
from salescrew.models.plan.sections.roles import Role

ChangeKind = Literal[
    Estimate,
    "max_contacts",
    "days_to_next",
    "duty",
    "target",
    "weeks",
    "grace_weeks",
    "person",
    "limit",
]
Unit = Literal["share", "amount", "count", "times"]


class Change(Row):
    """A single change that is enough, and what is proven not to be."""

    kind: ChangeKind = Field(description="what kind of thing changes")
    path: str = Field(description="where it stands in the plan; `target`: all targets at once")
    title: str = Field(description="what changes, in the plan's names")
    unit: Unit = Field(description="`share`, `amount`, `count`, or `times` what stands in the plan")
    whole: bool = Field(description="whether only whole numbers make sense")
    before: float = Field(description="what it is now")
    after: float = Field(description="what is enough: a roster of whole days was found for it")
    not_enough: float = Field(
        description="proven not to be enough: among `enough` at least 99 % of the change, or one less where it is whole"
    )
    size: float | None = Field(description="the change relative to what it is now; null where that is 0")
    people_before: int | None = Field(description="people that the plan takes now; null where it cannot be met")
    people_after: int | None = Field(description="people that are enough then; null where the plan could not be met")
    roles: tuple[Role, ...] = Field(default=(), description="of more people: the roles, each of which would do for all")
    raises_limits: bool = Field(default=False, description="of more people: whether limits are raised by as many")
    sentence: str = Field(description="the change in words")


class Beyond(Row):
    """A change of which only is proven how much of it is not enough."""

    kind: ChangeKind = Field(description="what kind of thing would change")
    path: str = Field(description="where it stands in the plan")
    title: str = Field(description="what would change, in the plan's names")
    unit: Unit = Field(description="`share`, `amount`, `count`, or `times` what stands in the plan")
    before: float = Field(description="what it is now")
    not_enough: float = Field(description="proven: neither this nor anything between it and what it is now is enough")


class Changes(Document):
    """All single changes that were tried."""

    version: int = Field(default=1, description="version of this format")
    finished: bool = Field(default=True, description="whether all was looked into; false where Ctrl-C came before that")
    people: int | None = Field(
        description="people to get by with; null where the question is what makes a plan possible"
    )
    enough: tuple[Change, ...] = Field(description="changes that are enough, the relatively smallest first")
    about: tuple[Change, ...] = Field(
        description="changes that are enough as well, though perhaps a little less is: somewhere above `not_enough`"
    )
    larger: tuple[Beyond, ...] = Field(
        description="changes that take more than `not_enough`; how much more was not looked for"
    )
    no_help: tuple[Beyond, ...] = Field(description="what does not help by itself, not even changed to `not_enough`")

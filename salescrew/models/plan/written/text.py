"""A plan as a file: without what is as it is by default."""

from __future__ import annotations

import io
import json

from ruamel.yaml import YAML

from salescrew.models.plan.written.fields import PlanFields

_WIDTH = 120


def plan_data(plan: PlanFields) -> object:
    """Give a plan as plain data, as it would stand in a file."""
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def plan_json(plan: PlanFields) -> str:
    """Write a plan as JSON."""
    return json.dumps(plan_data(plan), indent=1, ensure_ascii=False) + "\n"


def plan_yaml(plan: PlanFields) -> str:
    """Write a plan as YAML."""
    yaml = YAML(typ="safe", pure=True)
    yaml.representer.sort_base_mapping_type_on_output = False
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    buffer = io.StringIO()
    yaml.dump(plan_data(plan), buffer)
    return buffer.getvalue()

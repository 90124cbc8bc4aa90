"""A short name for plain data: two of them are equal where the data are."""

from __future__ import annotations

import hashlib
import json


def digest(data: object) -> str:
    """Give the SHA-256 of plain data, as JSON without blanks, its keys sorted."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

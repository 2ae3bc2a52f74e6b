"""What came, as text: kept as it was, or as a fingerprint that is the same in every form of file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from sales_tui.store.importing.values import FieldError


def _as_text(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise FieldError("", f"{value!r} is not JSON", "import.json")


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_as_text, check_circular=False).encode


def digest(record: Mapping[str, Any]) -> str:
    """Fingerprint of a record. Raises FieldError for NaN and Infinity."""
    return blake2b(_encode(record).encode("ascii"), digest_size=16).hexdigest()


def as_json(value: Any) -> str | None:
    """JSON text of what is kept as it came, decimals as strings; None for nothing. Raises FieldError for NaN."""
    return json.dumps(value, default=_as_text, separators=(",", ":")) if value else None

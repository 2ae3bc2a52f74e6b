"""What customers may say about a return: lists of reasons, conditions and resolutions, as the settings have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sales_tui.core.refusal import Refused

OTHER = "other"
"""The reason that comes with a text."""

REFUND, STORE_CREDIT, EXCHANGE = "refund", "store_credit", "exchange"
"""Resolutions that something follows from; others settle by themselves."""

REASONS = {
    "wrong_color": "Wrong Color",
    "wrong_size": "Wrong Size",
    "out_of_service": "Out of Service",
    OTHER: "Other",
}
CONDITIONS = {"unopened": "Unopened", "opened": "Opened", "damaged": "Damaged"}
RESOLUTIONS = {EXCHANGE: "Exchange", REFUND: "Refund", STORE_CREDIT: "Store Credit"}
"""Magento's lists, code -> label (RULES.md §6)."""

_GAP = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """The lists that returns choose from, code -> label, and where parcels go."""

    reasons: Mapping[str, str] = field(default_factory=lambda: REASONS)
    conditions: Mapping[str, str] = field(default_factory=lambda: CONDITIONS)
    resolutions: Mapping[str, str] = field(default_factory=lambda: RESOLUTIONS)
    alternate_address: str = ""
    """Where parcels are sent to, lines separated by line breaks; empty: the shop's own address."""


def code_of(choices: Mapping[str, str], said: str, what: str) -> str:
    """The code that somebody means, who said it or its label in any case; "" for nothing said.

    `what` names the list ("reason"). Raises Refused `return.<what>`.
    """
    wanted = _plain(said)
    for code, label in choices.items():
        if wanted in (_plain(code), _plain(label)):
            return code
    if not wanted:
        return ""
    raise Refused(f"return.{what}", f"'{said.strip()[:40]}' is no {what}; known are: {', '.join(choices.values())}.")


def _plain(words: str) -> str:
    return _GAP.sub(" ", words).strip().casefold()

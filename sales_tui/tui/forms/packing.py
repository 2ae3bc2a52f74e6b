"""What a packer has to read: gift messages and wrapping, the customer's note, chosen options, weight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO, exact, plain
from sales_tui.rules.quantities import offered_to_ship
from sales_tui.rules.records import Line
from sales_tui.tui.forms.case import Case, item_id
from sales_tui.tui.forms.declare import Notes


def packing_notes(case: Case) -> tuple[Notes, ...]:
    """The notes of the whole order; none where there is nothing to read."""
    texts = [("Gift", text) for text in _gifts(case, None)]
    if note := str(case.rest.get("customer_note") or "").strip():
        texts.append(("Customer", f"“{note}”"))
    if weight := _weight(case):
        texts.append(("Weight", f"{plain(weight)} in all"))
    return (Notes(tuple(texts)),) if texts else ()


def line_notes(case: Case, line: Line) -> tuple[str, ...]:
    """Chosen options and gift message of a line."""
    return (*_options(case, line), *(f"gift: {' '.join(text.split())}" for text in _gifts(case, item_id(line))))


def _weight(case: Case) -> Decimal:
    """What is offered to ship, weighed; before anything is left the order's own weight."""
    offered = sum((offered_to_ship(line) * line.weight for line in case.order.lines), ZERO)
    try:
        return offered or exact(str(case.rest.get("weight") or "0"))
    except ValueError:
        return ZERO


def _gifts(case: Case, wanted: int | None) -> Iterable[str]:
    extension = case.rest.get("extension_attributes") or {}
    for gift in extension.get("gift_messages") or ():
        if gift.get("item_id") == wanted and (text := _gift(gift)):
            yield text


def _gift(gift: Mapping[str, Any]) -> str:
    """Who it is for, what it says, how it is wrapped."""
    people = " ".join(
        f"{word} {gift[name]}" for word, name in (("from", "sender"), ("to", "recipient")) if gift.get(name)
    )
    message = f"“{gift['message']}”" if gift.get("message") else ""
    wrapping = f"wrapped: {gift['wrapping']}" if gift.get("wrapping") else ""
    receipt = "with a gift receipt" if str(gift.get("gift_receipt") or "0") != "0" else ""
    card = "with a printed card" if str(gift.get("printed_card") or "0") != "0" else ""
    return " · ".join(part for part in (people, message, wrapping, receipt, card) if part)


def _options(case: Case, line: Line) -> tuple[str, ...]:
    """The chosen options in one line, such as "Size: M, Colour: Blue"."""
    items = case.rest.get("items") or ()
    options = next((one.get("options") for one in items if str(one.get("item_id")) == str(item_id(line))), None) or ()
    found = ", ".join(_option(option) for option in options) if isinstance(options, list | tuple) else str(options)
    return (found,) if found else ()


def _option(option: Any) -> str:
    if isinstance(option, Mapping):
        option = (option.get("label"), option.get("value"))
    return ": ".join(str(part) for part in option) if isinstance(option, list | tuple) else str(option)

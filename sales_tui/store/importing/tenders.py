"""Parts of the price that something else than the payment method paid: gift cards, store credit, reward points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sales_tui import model
from sales_tui.store.importing.kinds import as_objects
from sales_tui.store.importing.layout import Currencies, Layout, Row
from sales_tui.store.importing.values import FieldError, Rounded, amount, text

TENDER = Layout(model.OrderTender, ours=("kind",))

_STORE_CREDIT = "customer_balance"
_REWARD = "reward_currency"


def read_tenders(extension: Mapping[str, Any], money: Currencies) -> list[Row]:
    """What was paid by gift cards, store credit and reward points."""
    rows = _gift_cards(extension, money)
    for kind, name in (("store_credit", _STORE_CREDIT), ("reward_points", _REWARD)):
        rows.append(_tender(kind, "", _named_amounts(extension, name, "extension_attributes."), money))
    place = TENDER.index["amount"]
    return [row for row in rows if row[place] or row[TENDER.index["base_amount"]]]


def _tender(kind: str, code: str, amounts: Mapping[str, Any], money: Currencies) -> Row:
    row = TENDER.read(amounts, "extension_attributes.", {})
    row[TENDER.index["kind"]], row[TENDER.index["code"]] = kind, code
    TENDER.fill_base(row, money)
    return row


def _named_amounts(extension: Mapping[str, Any], name: str, path: str) -> dict[str, Any]:
    """The amounts of a tender under its own names: `customer_balance_amount` -> `amount`, and so on."""
    found = {}
    for prefix in ("", "base_"):
        for part in ("amount", "invoiced", "refunded"):
            value = extension.get(f"{prefix}{name}_{part}")
            if value is None:
                continue
            try:
                amount(value)
            except Rounded:
                pass
            except (ValueError, TypeError) as error:
                raise FieldError(f"{path}{prefix}{name}_{part}", str(error)) from None
            found[prefix + ("amount" if part == "amount" else f"amount_{part}")] = value
    return found


def _gift_cards(extension: Mapping[str, Any], money: Currencies) -> list[Row]:
    """A row for each card; what was invoiced and refunded, which is only told in sum, fills them in turn."""
    cards = as_objects(extension.get("gift_cards"), "extension_attributes.gift_cards")
    total = _tender("gift_card", "", _named_amounts(extension, "gift_cards", "extension_attributes."), money)
    if not cards:
        return [total]
    rows = []
    for card in cards:
        amounts = {"amount": card.get("amount", card.get("a")), "base_amount": card.get("base_amount", card.get("ba"))}
        code = card.get("code", card.get("c"))
        rows.append(_tender("gift_card", text(code) if code is not None else "", amounts, money))
    for prefix in ("", "base_"):
        for part in (f"{prefix}amount_invoiced", f"{prefix}amount_refunded"):
            _spread(rows, TENDER.index[f"{prefix}amount"], TENDER.index[part], total[TENDER.index[part]])
    return rows


def _spread(rows: list[Row], limit: int, place: int, left: int) -> None:
    for row in rows:
        row[place] = min(row[limit], left)
        left -= row[place]
    rows[-1][place] += left

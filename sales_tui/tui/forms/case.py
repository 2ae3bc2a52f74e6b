"""What a form is about: an action on an opened record, with its words and amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sales_tui.actions.base import Action, Context
from sales_tui.actions.preview import Preview, preview
from sales_tui.core.refusal import Refusal
from sales_tui.rules.payment_methods import Method
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Line, Order
from sales_tui.tui.forms.declare import Values
from sales_tui.workspaces.format import grouped

if TYPE_CHECKING:
    from sales_tui.store.desk import Opened

LookUp = Callable[[Quote, Sequence[str]], Mapping[str, str]]
"""Puts products on a quote's shelf that are named by SKU or barcode: name -> SKU. For threads; raises
DatabaseUnusable."""

_KINDS = {
    "invoice": "invoice",
    "shipment": "shipment",
    "creditmemo": "credit memo",
    "return": "return",
    "transaction": "transaction",
    "agreement": "billing agreement",
    "quote": "quote",
    "account": "account",
    "print": "print",
}


@dataclass(frozen=True, slots=True)
class Case:
    """An action about to be done on a record."""

    action: Action
    label: str
    """The verb on its key: "invoice + ship"."""
    preset: Mapping[str, Any]
    opened: Opened
    context: Context
    look_up: LookUp = field(default=lambda quote, names: {})

    @property
    def order(self) -> Order:
        """The order, for the rules."""
        return self.opened.target.order

    @property
    def rest(self) -> dict[str, Any]:
        """The order in its REST shape; of what belongs to no order, the record itself."""
        return self.opened.order or self.opened.record

    @property
    def method(self) -> Method | None:
        """The order's payment method as it is set up here; None where it isn't."""
        return self.context.terms.methods.get(self.order.payment_method)

    @property
    def two_currencies(self) -> bool:
        """Whether the customer paid in another currency than the shop's."""
        return self.order.order_currency_code != self.order.base_currency_code

    @property
    def currencies(self) -> tuple[str, ...]:
        """The codes of the two currencies where they differ: the customer's, then the shop's."""
        return (self.order.order_currency_code, self.order.base_currency_code) if self.two_currencies else ()

    def look_ahead(self, values: Values) -> Preview | Refusal:
        """What the action would do with these values."""
        return preview(self.action, self.opened.target, values, self.context)

    def money(self, amount: Decimal) -> str:
        """An amount in the currency the customer paid."""
        return grouped(amount, self.order.digits)

    def base_money(self, amount: Decimal) -> str:
        """An amount in the shop's currency."""
        return grouped(amount, self.order.base_digits)

    def coded(self, amount: Decimal) -> str:
        """An amount in the currency the customer paid, with its code."""
        return f"{self.money(amount)} {self.order.order_currency_code}"

    def base_coded(self, amount: Decimal) -> str:
        """An amount in the shop's currency, the one that payment systems are asked in, with its code."""
        return f"{self.base_money(amount)} {self.order.base_currency_code}"

    def title(self) -> str:
        """The verb, the number and the name."""
        target = self.opened.target
        number = target.root.increment_id
        if isinstance(target.root, Quote) and not target.root.id:
            number = f"for {target.root.buyer_email}"
        elif not isinstance(target.root, Order):
            number = f"{_KINDS[self.action.target]} {number}"
        elif target.document is not None and self.action.target != "order":
            of_order = "" if self.action.target == "return" else f" · order {number}"
            number = f"{_KINDS[self.action.target]} {target.number}{of_order}"
        return f"{self.action.title}   {number} · {self.name()}"

    def name(self) -> str:
        """Whose order or quote it is."""
        root = self.opened.target.root
        if isinstance(root, Quote):
            return root.company_name or root.buyer_name or root.buyer_email
        for address in (self.rest.get("billing_address"), self.rest.get("shipping_address")):
            if name := _full_name(address or {}, ""):
                return name
        owner = self.rest.get("owner") or self.rest.get("customer_email") or "no name"
        return _full_name(self.rest, "customer_") or str(owner)


def item_id(line: Line) -> int:
    """The id by which actions address a line."""
    return line.id if line.item_id is None else line.item_id


def _full_name(record: Mapping[str, Any], prefix: str) -> str:
    parts = (record.get(f"{prefix}firstname"), record.get(f"{prefix}lastname"))
    return " ".join(str(part).strip() for part in parts if part)

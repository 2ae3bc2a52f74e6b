"""An order's row of the search index, made of its texts; loads nothing of the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from sales_tui.core.folding import LINE, spaced

Text = str | None

SEARCHED = (
    *("billing_name", "shipping_name", "customer_name", "customer_email", "company", "telephone", "street", "city"),
    *("postcode", "sku", "po_number", "coupon_code", "tracking", "transaction_id"),
)
"""Columns whose texts bare words are looked for in."""

COLUMNS = (*SEARCHED, "shipping", "text")
"""The columns of the row, in its order."""

OF_ORDER = (
    *("billing_name", "shipping_name", "customer_email", "coupon_code", "shipping_description"),
    *("customer_firstname", "customer_middlename", "customer_lastname"),
)
"""The columns of the order that it is found by, as `OrderTexts.add_order` takes them."""

OF_ADDRESS = ("company", "telephone", "street", "city", "postcode", "email")
OF_PAYMENT = ("po_number", "last_trans_id")

SORTED = 4
"""So many columns from the first one are sorted by."""

LONGEST = 600
"""Characters of a text that is sorted by: PostgreSQL's index rows end near 2,700 bytes."""

_line = lru_cache(maxsize=1 << 14)(spaced)
"""The same SKUs and towns come again and again."""

_NOT_DIALED = re.compile(r"[^+\d]+")


class OrderTexts:
    """The texts of one order, told in any order but for the order's own, which come first."""

    __slots__ = ("shipping", "values")

    def __init__(self) -> None:
        self.values: dict[str, list[Text]] = {name: [] for name in SEARCHED}
        self.shipping: Text = None

    def add_order(
        self, billing_name: Text, shipping_name: Text, email: Text, coupon: Text, shipping: Text, *customer: Text
    ) -> None:
        """The order's own; `customer` is given name, middle name and family name."""
        first, middle, last = customer
        names = [f"{first or ''} {last or ''}", *([f"{first or ''} {middle} {last or ''}"] if middle else [])]
        values = self.values
        values["billing_name"].append(billing_name)
        values["shipping_name"].append(shipping_name)
        values["customer_name"] += names
        values["customer_email"].append(email)
        values["coupon_code"].append(coupon)
        self.shipping = shipping

    def add_address(
        self, company: Text, telephone: Text, street: Text, city: Text, postcode: Text, email: Text
    ) -> None:
        """One of its addresses."""
        values = self.values
        values["company"].append(company)
        values["street"].append(street)
        values["city"].append(city)
        values["postcode"].append(postcode)
        values["customer_email"].append(email)
        if telephone:
            values["telephone"] += (telephone, _NOT_DIALED.sub("", telephone))

    def add_payment(self, po_number: Text, transaction_id: Text) -> None:
        """How it is paid."""
        self.values["po_number"].append(po_number)
        self.values["transaction_id"].append(transaction_id)

    def add_transaction(self, transaction_id: Text) -> None:
        """What the payment system calls one of its transactions."""
        self.values["transaction_id"].append(transaction_id)

    def add_sku(self, sku: Text) -> None:
        """What one of its lines is."""
        self.values["sku"].append(sku)

    def add_track(self, number: str) -> None:
        """The number of one of its parcels, on its way out or back."""
        self.values["tracking"] += (number, "".join(number.split()))

    def row(self) -> list[str]:
        """The values of COLUMNS."""
        lines = [_lines(values) for values in self.values.values()]
        fields = [_field(some) for some in lines]
        text = _field(dict.fromkeys(chain.from_iterable(lines)))
        for place in range(SORTED):
            if len(fields[place]) > LONGEST:
                fields[place] = fields[place][:LONGEST] + LINE
        return [*fields, _field(_lines((self.shipping,))), text]


def _lines(values: Iterable[Text]) -> dict[str, None]:
    """The values folded, each once; a dict keeps their order."""
    return dict.fromkeys(line for value in values if value and (line := _line(value)))


def _field(lines: Iterable[str]) -> str:
    """A search field of these lines, as `core.folding.search_field` makes it."""
    joined = LINE.join(lines)
    return f"{LINE}{joined}{LINE}" if joined else ""

"""What an order that comes in is found by, taken from its rows: those of a new order need not be read again."""

from __future__ import annotations

from operator import itemgetter

from sales_tui.store.importing.items import ITEM
from sales_tui.store.importing.layout import Layout
from sales_tui.store.importing.order import OrderRows
from sales_tui.store.importing.order_head import ORDER
from sales_tui.store.importing.parts import ADDRESS, PAYMENT
from sales_tui.store.search_text import OF_ADDRESS, OF_ORDER, OF_PAYMENT, OrderTexts


def _picker(layout: Layout, names: tuple[str, ...]) -> itemgetter[object]:
    return itemgetter(*(layout.index[name] for name in names))


_of_order, _of_address, _of_payment = (
    _picker(ORDER, OF_ORDER),
    _picker(ADDRESS, OF_ADDRESS),
    _picker(PAYMENT, OF_PAYMENT),
)
_SKU = ITEM.index["sku"]


def texts_of(order: OrderRows) -> OrderTexts:
    """The texts of an order as its record tells them."""
    texts = OrderTexts()
    texts.add_order(*_of_order(order.head))
    for row in order.addresses:
        texts.add_address(*_of_address(row))
    for row in order.lines.rows:
        texts.add_sku(row[_SKU])
    for row in order.payments:
        texts.add_payment(*_of_payment(row))
    return texts

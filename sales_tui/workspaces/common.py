"""Columns that several workspaces share, over the aliases `o` (order), `s` (order_search), `st` (store), `cg` (group).

What a text is sorted by is kept folded in `order_search`, so that Łukasz stands beside Lukas, in any case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sales_tui.rules.payment_methods import PAID_LATER
from sales_tui.rules.statuses import STATUSES
from sales_tui.workspaces.base import ARCHIVED, Column, Show, View

ORDER_JOIN = "JOIN sales_order o ON o.id = d.order_id"
SEARCH_JOIN = ("s", "JOIN order_search s ON s.order_id = o.id")
STORE_JOIN = ("st", "JOIN store st ON st.id = o.store_id")
GROUP_JOIN = ("cg", "LEFT JOIN customer_group cg ON cg.id = o.customer_group_id")

YES_NO = {"yes": "yes", "partly": "partly", "no": "no"}


def optional(*columns: Column) -> tuple[Column, ...]:
    """The same columns, not shown by default."""
    return tuple(replace(column, default=False) for column in columns)


def by_search(column: Column, name: str = "") -> Column:
    """A text that filters and sorting look up in `order_search`."""
    folded = f"s.{name or column.name}"
    return replace(column, found_by=folded, key=f"{folded}, s.order_id", lead="s")


STORE = Column(
    "store_name",
    "Purchase point",
    "st.name",
    Show.STORE,
    14,
    priority=5,
    flexible=True,
    aliases=("store",),
    found_by="o.store_id",
    names="SELECT id, name FROM store",
    key="st.name, st.id, o.id",
    lead="st",
    help="purchase point",
)
BILLING = by_search(Column("billing_name", "Bill-to", "o.billing_name", width=16, flexible=True, aliases=("bill_to",)))
SHIPPING = by_search(
    Column("shipping_name", "Ship-to", "o.shipping_name", width=16, priority=4, flexible=True, aliases=("ship_to",))
)
CUSTOMER_NAME = by_search(
    Column(
        "customer_name",
        "Customer",
        "trim(coalesce(o.customer_firstname, '') || ' ' || coalesce(o.customer_lastname, ''))",
        width=16,
        aliases=("customer",),
    )
)


def _address(kind: str) -> str:
    """The address in one line."""
    parts = "a.street, a.postcode, a.city, a.country_id"
    joined = " || ".join(
        f"CASE WHEN coalesce({one}, '') = '' THEN '' ELSE ', ' || {one} END" for one in parts.split(", ")
    )
    return (
        f"coalesce((SELECT substr({joined}, 3) FROM order_address a "
        f"WHERE a.order_id = o.id AND a.address_type = '{kind}' ORDER BY a.id LIMIT 1), '')"
    )


def _listed(expression: str, source: str, oldest: str) -> str:
    """All values of something that an order has several of, in one line, the oldest first."""
    values = f"SELECT {expression} AS value FROM {source} ORDER BY {oldest}"
    return f"coalesce((SELECT group_concat(x.value, ', ') FROM ({values}) x), '')"


_EITHER_ADDRESS = "(s.street || s.postcode || s.city)"
_STREET_KEY = "s.street, s.order_id"


def _choice(name: str, label: str, tests: Mapping[str, str], words: Mapping[str, str], help: str) -> Column:
    sql = "CASE " + " ".join(f"WHEN {test} THEN '{code}'" for code, test in tests.items()) + " ELSE '' END"
    return Column(name, label, sql, Show.CODE, words=words, tests=tests, help=help)


TAGS = Column(
    "tags",
    "Tags",
    "replace(o.tags, ',', ', ')",
    Show.CODE,
    16,
    aliases=("tag",),
    found_by="o.tags",
    key="o.tags",
    help="words of your own on the order, such as tag:urgent",
    listed=True,
)


def archived_of(order: str) -> Column:
    """Whether an order was put away; `order` is the expression for its key. The index has only those that were."""
    kept = "(SELECT k.id FROM sales_order k WHERE k.archived_at IS NOT NULL)"
    tests = {"yes": f"{order} IN {kept}", "no": f"{order} NOT IN {kept}", "any": "1 = 1"}
    words = {"yes": "yes", "no": "no", "any": "any"}
    return _choice(ARCHIVED, "Archived", tests, words, "whether it was put away: yes, no or any")


ARCHIVED_VIEW = View("archived", "Archived", f"{ARCHIVED}:yes")

ORDER_FACTS = optional(
    TAGS,
    by_search(Column("customer_email", "E-mail", "o.customer_email", width=24, aliases=("email", "mail"))),
    Column(
        "customer_group",
        "Customer group",
        "coalesce(cg.code, '')",
        width=14,
        aliases=("group",),
        found_by="o.customer_group_id",
        names="SELECT id, code FROM customer_group",
    ),
    CUSTOMER_NAME,
    Column("payment_method", "Payment method", "o.payment_method", width=16, aliases=("payment", "method")),
    Column(
        "shipping_description",
        "Shipping information",
        "coalesce(o.shipping_description, '')",
        width=20,
        aliases=("shipping",),
        found_by="s.shipping",
    ),
    Column(
        "billing_address",
        "Billing address",
        _address("billing"),
        width=30,
        found_by=_EITHER_ADDRESS,
        key=_STREET_KEY,
        lead="s",
        help="street, postcode or city of either address",
    ),
    Column(
        "shipping_address",
        "Shipping address",
        _address("shipping"),
        width=30,
        aliases=("address",),
        found_by=_EITHER_ADDRESS,
        key=_STREET_KEY,
        lead="s",
        help="street, postcode or city of either address",
    ),
    Column(
        "company",
        "Company",
        "coalesce((SELECT a.company FROM order_address a WHERE a.order_id = o.id AND a.company <> '' "
        "ORDER BY a.address_type, a.id LIMIT 1), '')",
        width=20,
        found_by="s.company",
        key="s.company, s.order_id",
        lead="s",
    ),
    Column(
        "sku",
        "SKUs",
        _listed("i.sku", "order_item i WHERE i.order_id = o.id AND i.parent_id IS NULL", "i.id"),
        width=24,
        aliases=("item", "items"),
        found_by="s.sku",
        key="s.sku, s.order_id",
        lead="s",
    ),
    Column(
        "tracking",
        "Tracking numbers",
        _listed(
            "t.track_number", "shipment_track t JOIN shipment h ON h.id = t.parent_id WHERE h.order_id = o.id", "t.id"
        ),
        width=20,
        aliases=("track",),
        found_by="s.tracking",
        key="s.tracking, s.order_id",
        lead="s",
    ),
)
"""What staff may want to see of an order beside any of its records."""


def _found(name: str, label: str, found_by: str, *aliases: str, help: str = "") -> Column:
    return Column(name, label, f"coalesce({found_by}, '')", found_by=found_by, aliases=aliases, help=help)


ORDER_TEXTS = (
    _found(
        "name", "Name", "(s.billing_name || s.shipping_name || s.customer_name)", help="of customer, bill-to or ship-to"
    ),
    _found("phone", "Telephone", "s.telephone", "telephone"),
    _found("street", "Street", "s.street"),
    _found("postcode", "Postcode", "s.postcode", "zip"),
    _found("city", "City", "s.city"),
    _found("po_number", "Purchase order number", "s.po_number", "po"),
    _found("transaction", "Transaction id", "s.transaction_id", "txn"),
)
"""Texts of an order that are no columns."""

DOCUMENT_TEXTS = (*ORDER_TEXTS, _found("coupon_code", "Coupon", "s.coupon_code", "coupon"))
"""The same on its documents, which have no column for the coupon."""


def _exists(source: str, condition: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM {source}{f' AND {condition}' if condition else ''})"


_INVOICE = "invoice x WHERE x.order_id = o.id"
_SHIPMENT = "shipment x WHERE x.order_id = o.id"
_MEMO = "creditmemo x WHERE x.order_id = o.id"
_OPEN = "o.state IN ('new', 'processing')"
_LATER = ", ".join(f"'{method}'" for method in sorted(PAID_LATER))

PRESENCE: Mapping[str, str] = {
    "comment": _exists("order_status_history x WHERE x.order_id = o.id", "coalesce(x.comment, '') <> ''"),
    "company": "s.company <> ''",
    "coupon": "s.coupon_code <> ''",
    "creditmemo": _exists(_MEMO),
    "doubt": "o.id IN (SELECT x.subject_id FROM payment_attempt x WHERE x.is_open = 1 AND x.subject_kind = 'order')",
    "gift": _exists("gift_message x WHERE x.order_id = o.id"),
    "invoice": _exists(_INVOICE),
    "note": "coalesce(o.customer_note, '') <> ''",
    "return": _exists("rma x WHERE x.order_id = o.id"),
    "shipment": _exists(_SHIPMENT),
    "tracking": "s.tracking <> ''",
}
"""What an order may have -> condition."""


def _steps(left: str, begun: str) -> dict[str, str]:
    return {"yes": f"{left} = 0", "partly": f"({left} > 0 AND {begun})", "no": f"({left} > 0 AND NOT {begun})"}


def _dated(name: str, label: str, source: str, tests: Mapping[str, str], help: str) -> Column:
    found_by = f"EXISTS (SELECT 1 FROM {source} AND {{x.created_at}})"
    gathered_by = f"o.id IN (SELECT x.order_id FROM {source.split()[0]} x WHERE {{x.created_at}})"
    words = YES_NO if tests else {}
    return Column(
        name,
        label,
        found_by,
        Show.INSTANT,
        found_by=found_by,
        gathered_by=gathered_by,
        words=words,
        tests=tests,
        help=help,
    )


HAS = _choice("has", "Has", PRESENCE, {code: code for code in PRESENCE}, "what the order has, such as has:comment")

ORDER_STEPS = (
    HAS,
    _choice(
        "paid",
        "Paid",
        {
            "yes": "o.total_due <= 0",
            "partly": "(o.total_due > 0 AND o.total_paid > 0)",
            "no": "(o.total_due > 0 AND o.total_paid <= 0)",
        },
        YES_NO,
        "whether all, a part or nothing is paid",
    ),
    _choice(
        "todo",
        "To do",
        {
            "invoice": f"(o.qty_to_invoice > 0 AND {_OPEN})",
            "pay": "(o.total_due > 0 AND o.state IN ('new', 'pending_payment', 'processing'))",
            "ship": f"(o.qty_to_ship > 0 AND {_OPEN} AND (o.total_due <= 0 OR o.payment_method IN ({_LATER})))",
        },
        {"invoice": "to invoice", "pay": "to be paid", "ship": "to ship, paid or paid later"},
        "what is left to do, whatever the status is called",
    ),
    _dated(
        "invoiced", "Invoiced", _INVOICE, _steps("o.qty_to_invoice", _exists(_INVOICE)), "a day, or yes, partly, no"
    ),
    _dated("shipped", "Shipped", _SHIPMENT, _steps("o.qty_to_ship", _exists(_SHIPMENT)), "a day, or yes, partly, no"),
    _dated("refunded_on", "Refunded on", _MEMO, {}, "a day on which something was refunded"),
)
"""How far an order is."""


def order_steps_beside(own: str) -> tuple[Column, ...]:
    """How far the order of a document is; `own` is the name that the document's own date goes by."""
    return tuple(field for field in ORDER_STEPS if field.name != own)


OF_ORDER = (
    Column(
        "order_increment_id",
        "Order",
        "o.increment_id",
        width=11,
        priority=2,
        aliases=("order",),
        key="o.increment_id",
        lead="o",
    ),
    Column(
        "order_created_at",
        "Ordered",
        "o.created_at",
        Show.INSTANT,
        12,
        priority=4,
        aliases=("ordered",),
        key="o.created_at, o.id",
        lead="o",
    ),
)


def in_use(table: str, column: str) -> str:
    """A query for the codes that the table has in a column; as quick as there are few of them, where an index helps."""
    return (
        f"WITH RECURSIVE used(code) AS (SELECT min({column}) FROM {table} UNION ALL "
        f"SELECT (SELECT min({column}) FROM {table} WHERE {column} > used.code) FROM used "
        "WHERE used.code IS NOT NULL) SELECT code, code FROM used WHERE code IS NOT NULL"
    )


def order_status(name: str, *, default: bool) -> Column:
    """The order's status, by its code, with Magento's words; statuses of a shop's own are known from its orders."""
    label = "Status" if default else "Order status"
    return Column(
        name, label, "o.status", Show.CODE, 15, default, words=STATUSES, names=in_use("sales_order", "status")
    )


def currency_codes(alias: str) -> tuple[Column, ...]:
    """The codes of both currencies."""
    return optional(
        Column("order_currency_code", "Currency", f"{alias}.order_currency_code", width=8, aliases=("currency",)),
        Column("base_currency_code", "Shop currency", f"{alias}.base_currency_code", width=8),
    )


ORDER_LEADS = {
    "s": ("s.order_id", "order_search s LEFT JOIN sales_order o ON o.id = s.order_id"),
    "st": ("o.id", "store st CROSS JOIN sales_order o ON o.store_id = st.id"),
}
"""How orders are walked through in the order of a table beside them."""


def document_leads(table: str) -> dict[str, tuple[str, str]]:
    """The same for the documents of orders."""
    document = f"CROSS JOIN {table} d ON d.order_id ="
    return {
        "o": ("d.id", f"sales_order o {document} o.id"),
        "s": ("d.id", f"order_search s {document} s.order_id LEFT JOIN sales_order o ON o.id = s.order_id"),
        "st": ("d.id", f"store st CROSS JOIN sales_order o ON o.store_id = st.id {document} o.id"),
    }


def numbers_of(table: str) -> tuple[tuple[str, str, str], ...]:
    """What belongs to no order is found by its own number."""
    return ((table, "id", "d.id"),)


def document_numbers(table: str) -> tuple[tuple[str, str, str], ...]:
    """A document is found by its own number and by its order's."""
    return (*numbers_of(table), ("sales_order", "id", "d.order_id"))

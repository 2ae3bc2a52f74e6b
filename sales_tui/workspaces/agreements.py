"""Billing agreements."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import STORE, in_use, numbers_of, optional
from sales_tui.workspaces.payment_words import METHODS

STATUSES = {"active": "Active", "canceled": "Canceled"}

_TABLE = "billing_agreement"
_FIRST, _LAST, _EMAIL = "d.customer_firstname", "d.customer_lastname", "d.customer_email"
_ORDERS = (
    "SELECT r.increment_id AS value FROM billing_agreement_order l JOIN sales_order r ON r.id = l.order_id "
    "WHERE l.agreement_id = d.id ORDER BY r.id"
)

WORKSPACE = Workspace(
    name="agreements",
    title="Billing agreements",
    kind="agreement",
    noun="billing agreement",
    beginning="Customers make them at a payment system; sales-tui import FILE brings them in.",
    letter="b",
    digit="7",
    table=f"{_TABLE} d",
    alias="d",
    joins=(("st", "LEFT JOIN store st ON st.id = d.store_id"),),
    order_currency="''",
    base_currency="''",
    order_id="",
    number="agreement_id",
    gist=("created_at", "customer_name", "", "status"),
    numbered=numbers_of(_TABLE),
    texts=(f"folded({_FIRST} || ' ' || {_LAST})", f"folded({_EMAIL})", "folded(d.reference_id)"),
    columns=(
        Column(
            "agreement_id",
            "Agreement",
            "d.increment_id",
            width=9,
            aliases=("number", "id", "agreement"),
            key="length(d.increment_id), d.increment_id",
        ),
        Column(
            "customer_email",
            "E-mail",
            _EMAIL,
            width=20,
            flexible=True,
            aliases=("email", "mail"),
            found_by=f"folded({_EMAIL})",
            key=_EMAIL,
        ),
        Column(
            "customer_firstname",
            "First name",
            _FIRST,
            width=11,
            priority=2,
            aliases=("firstname",),
            found_by=f"folded({_FIRST})",
        ),
        Column(
            "customer_lastname",
            "Last name",
            _LAST,
            width=12,
            priority=1,
            aliases=("lastname",),
            found_by=f"folded({_LAST})",
        ),
        Column(
            "reference_id",
            "Reference",
            "d.reference_id",
            width=14,
            priority=3,
            flexible=True,
            aliases=("reference", "ref"),
            key="d.reference_id",
            help="the payment system's name for it",
        ),
        Column("status", "Status", "d.status", Show.CODE, 10, words=STATUSES, key="d.status"),
        Column("created_at", "Created", "d.created_at", Show.INSTANT, 12, aliases=("date", "created")),
        Column("updated_at", "Changed", "d.updated_at", Show.INSTANT, 12, priority=4, aliases=("changed", "updated")),
        *optional(
            Column(
                "customer_name",
                "Customer",
                f"trim({_FIRST} || ' ' || {_LAST})",
                width=18,
                aliases=("customer", "name"),
                found_by=f"folded({_FIRST} || ' ' || {_LAST} || ' ' || {_EMAIL})",
                help="name or e-mail of the customer",
            ),
            Column(
                "method_code",
                "Payment method",
                "d.method_code",
                Show.CODE,
                16,
                words=METHODS,
                aliases=("method", "payment"),
                names=in_use(_TABLE, "method_code"),
            ),
            Column("agreement_label", "Label", "d.agreement_label", width=20, aliases=("label",)),
            replace(STORE, sql="coalesce(st.name, '')", found_by="d.store_id", key="", lead=""),
            Column(
                "order_increment_ids",
                "Orders",
                f"coalesce((SELECT group_concat(x.value, ', ') FROM ({_ORDERS}) x), '')",
                width=22,
                aliases=("order", "orders"),
                help="numbers of the orders paid by it",
            ),
        ),
    ),
    views=(
        View("all", "All billing agreements"),
        View("active", "Active", "status:active"),
        View("canceled", "Canceled", "status:canceled"),
        View("month", "Made this month", "date:month"),
    ),
)

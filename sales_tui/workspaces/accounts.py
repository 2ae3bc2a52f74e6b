"""Accounts kept here: customers' store credit and companies' credit."""

from __future__ import annotations

from sales_tui.workspaces.base import Column, Show, View, Workspace
from sales_tui.workspaces.common import numbers_of, optional
from sales_tui.workspaces.payment_words import ACCOUNT_KINDS

_TABLE = "credit_account"

WORKSPACE = Workspace(
    name="accounts",
    title="Credit accounts",
    kind="account",
    noun="credit account",
    beginning="Store credit of customers and credit of companies stand here.",
    letter="",
    digit="",
    table=f"{_TABLE} d",
    alias="d",
    joins=(),
    order_currency="d.currency",
    base_currency="d.currency",
    order_id="",
    sort=("updated_at", True),
    gist=("updated_at", "owner", "balance", "kind"),
    sums=(("balance", "d.balance"), ("available", "d.balance + d.credit_limit")),
    numbered=numbers_of(_TABLE),
    texts=("folded(d.owner)", "folded(d.owner_email)"),
    columns=(
        Column("increment_id", "Account", "d.increment_id", width=9, aliases=("number", "account")),
        Column("kind", "Kind", "d.kind", Show.CODE, 14, words=ACCOUNT_KINDS, help="store credit or company credit"),
        Column(
            "owner",
            "Owner",
            "d.owner",
            width=14,
            flexible=True,
            aliases=("customer", "company", "name"),
            found_by="folded(d.owner)",
            key="d.owner",
            help="name of the customer or company",
        ),
        Column(
            "owner_email",
            "E-mail",
            "d.owner_email",
            width=16,
            priority=3,
            flexible=True,
            aliases=("email", "mail"),
            found_by="folded(d.owner_email)",
        ),
        Column("currency", "Currency", "d.currency", width=8, priority=2),
        Column("balance", "Balance", "d.balance", Show.MONEY, 10, key="d.balance"),
        Column("credit_limit", "Limit", "d.credit_limit", Show.MONEY, 9, priority=5, aliases=("limit",)),
        Column("available", "Available", "d.balance + d.credit_limit", Show.MONEY, 10, priority=1),
        Column("updated_at", "Changed", "d.updated_at", Show.INSTANT, 12, aliases=("date", "changed", "updated")),
        *optional(
            Column(
                "status",
                "Status",
                "CASE WHEN d.balance < 0 THEN 'owes' WHEN d.balance = 0 THEN 'empty' ELSE 'credit' END",
                Show.CODE,
                10,
                words={"credit": "Has credit", "empty": "Empty", "owes": "Owes"},
                tests={"credit": "d.balance > 0", "empty": "d.balance = 0", "owes": "d.balance < 0"},
            ),
            Column("created_at", "Opened", "d.created_at", Show.INSTANT, aliases=("opened",)),
        ),
    ),
    views=(
        View("all", "All credit accounts"),
        View("store-credit", "Store credit", "kind:store_credit"),
        View("company-credit", "Company credit", "kind:company_credit"),
        View("owes", "Owes us", "status:owes", (("balance", False),)),
    ),
)

"""The panes of billing agreements, credit accounts and lines of a settlement."""

from __future__ import annotations

from sales_tui.rules.statuses import status_label
from sales_tui.workspaces import words
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.payment_words import ACCOUNT_KINDS, REASONS, TRANSACTION_TYPES, attempt_sentence, method_title
from sales_tui.workspaces.words import instant, money, money_with_code, number


def agreement_information(subject: Subject) -> Pane:
    """Whose agreement it is, and with which payment system."""
    record = subject.record
    return Pane(
        "information",
        "General information",
        facts(
            ("Status", words.status("agreement", record, subject.zone, subject.now)),
            ("Reference", record.get("reference_id")),
            ("Payment method", method_title(str(record.get("method_code") or ""))),
            ("Label", record.get("agreement_label")),
            ("Customer", words.person(record, "customer_")),
            ("E-mail", record.get("customer_email")),
            ("Created", instant(record, "created_at", subject.zone)),
            ("Changed", instant(record, "updated_at", subject.zone)),
        ),
        notes=tuple(attempt_sentence(one, subject.zone) for one in record.get("attempts") or ()),
    )


def related_orders(subject: Subject) -> Pane:
    """The orders paid by it."""
    orders = subject.record.get("orders") or ()
    rows = tuple(
        (
            str(one["increment_id"]),
            instant(one, "created_at", subject.zone),
            money_with_code(number(one, "grand_total"), str(one.get("order_currency_code") or "")),
            status_label(str(one.get("status") or "")),
        )
        for one in orders
    )
    columns = (
        PaneColumn("Order"),
        PaneColumn("Ordered"),
        PaneColumn("Total", True),
        PaneColumn("Status", wide=True),
    )
    links = tuple(("order", str(one["increment_id"])) for one in orders)
    return Pane("orders", "Related orders", columns=columns, rows=rows, empty="No order was paid by it", links=links)


def account_information(subject: Subject) -> Pane:
    """Whose account it is, and what is on it."""
    record = subject.record
    currency = str(record.get("currency") or "")
    has_limit = record.get("kind") == "company_credit" or number(record, "credit_limit")
    return Pane(
        "information",
        "Information",
        facts(
            ("Kind", ACCOUNT_KINDS.get(str(record.get("kind")), str(record.get("kind") or ""))),
            ("Owner", record.get("owner")),
            ("E-mail", record.get("owner_email")),
            ("Balance", money_with_code(number(record, "balance"), currency)),
            ("Limit", money_with_code(number(record, "credit_limit"), currency) if has_limit else None),
            ("Available", money_with_code(number(record, "available"), currency) if has_limit else None),
            ("Opened", instant(record, "created_at", subject.zone)),
            ("Changed", instant(record, "updated_at", subject.zone)),
        ),
    )


def movements(subject: Subject) -> Pane:
    """What was booked, the newest first."""
    entries = subject.record.get("entries") or ()
    currency = str(subject.record.get("currency") or "")
    rows = tuple(
        (
            instant(one, "created_at", subject.zone),
            signed(one, currency),
            money(number(one, "balance"), currency),
            REASONS.get(str(one.get("reason")), str(one.get("reason") or "")),
            str(one.get("reference") or one.get("order_increment_id") or ""),
            str(one.get("comment") or ""),
            str(one.get("by") or ""),
        )
        for one in entries
    )
    columns = (
        PaneColumn("When"),
        PaneColumn(f"Amount {currency}".strip(), True),
        PaneColumn("Balance", True),
        PaneColumn("Reason"),
        PaneColumn("Reference", priority=1),
        PaneColumn("Comment", wide=True, priority=2),
        PaneColumn("By", priority=3),
    )
    orders = tuple(str(one.get("order_increment_id") or "") for one in entries)
    links = tuple(("order", one) if one else None for one in orders) if any(orders) else ()
    return Pane("movements", "Movements", columns=columns, rows=rows, empty="Nothing was booked yet", links=links)


def signed(entry: Record, currency: str) -> str:
    """What was added, or taken away."""
    amount = number(entry, "amount")
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


def settlement_line(subject: Subject) -> Pane:
    """What the payment system's file says, and what is here."""
    record = subject.record
    currency, place = str(record.get("currency") or ""), record.get("line")
    amounts = [
        (label, money_with_code(number(record, name), currency) if record.get(name) else None)
        for label, name in (("Amount there", "amount"), ("Amount here", "amount_here"), ("Fee", "fee"))
    ]
    rows = [
        ("Transaction", str(record.get("increment_id") or "")),
        ("Order", str(record.get("order_increment_id") or "")),
    ]
    rows = [row for row in rows if row[1] and (row[0] == "Order" or record.get("amount_here"))]
    return Pane(
        "information",
        "Information",
        facts(
            ("Outcome", words.status("settlement_line", record, subject.zone, subject.now)),
            ("Note", record.get("note")),
            ("Type", TRANSACTION_TYPES.get(str(record.get("txn_type")), str(record.get("txn_type") or ""))),
            *amounts,
            ("Payment method", method_title(str(record.get("method") or ""))),
            ("File", words.join(record.get("file"), f"line {place}" if place else "", by=", ")),
            ("Date", instant(record, "created_at", subject.zone)),
            ("Settled", instant(record, "settled_at", subject.zone)),
        ),
        columns=(PaneColumn("Belongs to"), PaneColumn("Number")),
        rows=tuple(rows),
        links=tuple((row[0].lower(), row[1]) for row in rows),
    )


PANES = {
    "agreement": (agreement_information, related_orders),
    "account": (account_information, movements),
    "settlement_line": (settlement_line,),
}

"""The panes of a negotiable quote (RULES.md §7)."""

from __future__ import annotations

from collections.abc import Iterator

from sales_tui.core.money import plain
from sales_tui.rules.quote_status import label
from sales_tui.workspaces import quote_words, words
from sales_tui.workspaces.panes import Pane, PaneColumn, Record, Subject, facts
from sales_tui.workspaces.quote_words import (
    ACTIONS,
    FIELDS,
    amount_words,
    buyer_word,
    expiry_words,
    is_ours,
    last_paid_words,
    negotiated_words,
    percent_words,
    size_words,
)
from sales_tui.workspaces.words import instant, number

_TOTALS = (
    ("Catalog total price", "catalog_total", False),
    ("Cart total", "original_total", True),
    ("Negotiated discount", "discount", False),
    ("Quote subtotal", "negotiated_total", True),
    ("Shipping and handling", "shipping_amount", True),
    ("Estimated tax", "tax_amount", True),
    ("Grand total", "grand_total", True),
)
"""Label, REST name of the amount, and whether it is shown where it is 0."""


def information(subject: Subject) -> Pane:
    """The quote and its account; enter goes to its order, or to the quote that it is a copy of."""
    record, zone = subject.record, subject.zone
    status, customer = str(record.get("status") or ""), record.get("customer") or {}
    rows = [
        (label, str(record[name]), kind)
        for label, name, kind in (("Order", "order_increment_id", "order"), ("Copy of", "copied_from", "quote"))
        if record.get(name)
    ]
    return Pane(
        "information",
        "Quote and account",
        facts(
            ("Status", quote_words.quote_status(record)),
            ("Buyer sees", buyer_word(status)),
            ("Name", record.get("quote_name")),
            ("In work with", record.get("locked_by")),
            ("Created", instant(record, "created_at", zone)),
            ("Last updated", instant(record, "updated_at", zone)),
            ("Sent", instant(record, "submitted_at", zone)),
            ("Accepted", instant(record, "accepted_at", zone)),
            ("Expires", expiry_words(record, zone, subject.now)),
            ("Company", record.get("company_name")),
            ("Submitted by", words.person(customer)),
            ("E-mail", customer.get("email")),
            ("Customer group", record.get("customer_group")),
            ("Sales rep", record.get("sales_rep")),
            ("Purchase point", words.join(*str(record.get("store_name") or "").splitlines(), by=" / ")),
        ),
        columns=(PaneColumn("Belongs to"), PaneColumn("Number")) if rows else (),
        rows=tuple(row[:2] for row in rows),
        links=tuple((row[2], row[1]) for row in rows),
        notes=tuple(stale_note(record)),
    )


def items(subject: Subject) -> Pane:
    """The items quoted, with what they cost us (in the shop's currency) and what we offer them for."""
    record = subject.record
    currency, base = str(record.get("quote_currency_code") or ""), str(record.get("base_currency_code") or "")
    other = f" {base}" if currency != base else ""
    columns = (
        PaneColumn("SKU"),
        PaneColumn("Product", wide=True),
        PaneColumn("Stock", True, priority=3),
        PaneColumn(f"Cost{other}", True, priority=4),
        PaneColumn("Catalog", True, priority=2),
        PaneColumn("Cart", True, priority=5),
        PaneColumn("We offer", True),
        PaneColumn("Qty", True),
        PaneColumn(f"Subtotal {currency}".strip(), True),
        PaneColumn("Tax", True, priority=1),
        PaneColumn(f"Last paid{other}", True, priority=6),
    )
    is_stale = bool(record.get("is_stale"))
    rows = tuple(_item(item, currency, base, is_stale=is_stale) for item in record.get("items") or ())
    return Pane(
        "items",
        "Items quoted",
        columns=columns,
        rows=rows,
        empty="The quote has no items: it can only be closed",
        press=_press(record, "quote.edit", "e edits it"),
    )


def totals(subject: Subject) -> Pane:
    """What it comes to, and what of it is left to us."""
    record = subject.record
    currency, base = str(record.get("quote_currency_code") or ""), str(record.get("base_currency_code") or "")
    both = currency != base
    found = totals_of(record)
    rows = tuple(
        (label, *((_sum(found, name, currency),) if both else ()), _sum(found, f"base_{name}", base))
        for label, name, always in _TOTALS
        if always or number(found, f"base_{name}") or number(found, name)
    )
    head = (PaneColumn(f"Buyer's {currency}", True),) if both else ()
    return Pane(
        "totals",
        "Totals",
        facts(
            ("Negotiated", words.join(negotiated_words(record), "doesn't count" if record.get("is_stale") else "")),
            ("Total cost", words.join(_sum(found, "base_total_cost", base), base, by=" ")),
            ("Margin", margin_words(record)),
        ),
        columns=(PaneColumn(""), *head, PaneColumn(f"Shop currency {base}" if both else base, True)),
        rows=rows,
        notes=tuple(_floor_note(record)),
    )


def shipping(subject: Subject) -> Pane:
    """How and where it is sent, and for how much."""
    record = subject.record
    base = str(record.get("base_currency_code") or "")
    method = str(record.get("shipping_description") or record.get("shipping_method") or "")
    price = words.join(_sum(totals_of(record), "base_shipping_amount", base), base, by=" ")
    offered = "offered by us" if record.get("shipping_price") not in (None, "") else ""
    address = words.address_line(record.get("shipping_address"))
    told = facts(
        ("Method", method),
        ("Price", words.join(price, offered) if method or offered else None),
        ("Ship to", words.join(words.person(record.get("shipping_address")), address)),
        ("Bill to", words.join(words.person(record.get("billing_address")), _billing(record))),
    )
    return Pane("shipping", "Shipping", told, empty="" if told else "No address yet: an order needs one")


def comments(subject: Subject) -> Pane:
    """What was said, with the files that came along, the newest first."""
    said = sorted(subject.record.get("comments") or (), key=lambda one: str(one["created_at"]), reverse=True)
    rows = tuple(
        (
            instant(one, "created_at", subject.zone),
            str(one.get("author") or ""),
            "us" if one.get("is_seller") else "buyer",
            str(one.get("comment") or ""),
            ", ".join(_files(one)),
            "not sent yet" if one.get("is_draft") else "",
        )
        for one in said
    )
    columns = (
        PaneColumn("When"),
        PaneColumn("By", priority=2),
        PaneColumn("Side"),
        PaneColumn("Comment", wide=True),
        PaneColumn("Files", wide=True, priority=1),
        PaneColumn(""),
    )
    press = _press(subject.record, "quote.comment", "c writes one")
    return Pane("comments", "Comments", columns=columns, rows=rows, empty="No comments", press=press)


def history(subject: Subject) -> Pane:
    """Who changed what from what to what, the newest first."""
    entries = [*(subject.record.get("history") or ())]
    newest = sorted(enumerate(entries), key=lambda pair: (str(pair[1]["created_at"]), pair[0]), reverse=True)
    rows = tuple(
        (
            instant(entry, "created_at", subject.zone),
            str(entry.get("author") or ""),
            ACTIONS.get(str(entry.get("action")), str(entry.get("action") or "")),
            _step(str(entry.get("from_status") or ""), str(entry.get("status") or "")),
            "; ".join(_changes(entry)),
        )
        for _, entry in newest
    )
    columns = (
        PaneColumn("When"),
        PaneColumn("By", priority=1),
        PaneColumn("What", priority=2),
        PaneColumn("Status"),
        PaneColumn("Changed", wide=True),
    )
    return Pane("history", "History log", columns=columns, rows=rows, empty="Nothing happened to it yet")


PANES = {"quote": (information, items, totals, shipping, comments, history)}


def totals_of(record: Record) -> Record:
    """The totals, with what was negotiated off them."""
    found = dict(record.get("totals") or {})
    for sign in ("", "base_"):
        off = number(found, f"{sign}negotiated_total") - number(found, f"{sign}original_total")
        found[f"{sign}discount"] = str(off)
    return found


def stale_note(record: Record) -> Iterator[str]:
    """That what was negotiated doesn't count; nothing where it does."""
    if record.get("is_stale"):
        was = negotiated_words(record)
        offered = f"what we offered ({was})" if was else "what we offered"
        yield f"The buyer changed it after it was negotiated: {offered} doesn't count until it is sent anew."


def margin_words(record: Record) -> str:
    """What is left to us: "31.4 %, profit 112.70 USD, at least 20 %"; empty where no cost is known."""
    percent, currency = percent_words(record.get("margin_percent")), str(record.get("base_currency_code") or "")
    profit, floor = amount_words(record, "profit", currency), number(record, "margin_floor")
    if not percent:
        return ""
    least = f"at least {plain(floor)} %" if floor else ""
    return words.join(percent, f"profit {profit} {currency}" if profit else "", least)


def _floor_note(record: Record) -> Iterator[str]:
    floor = number(record, "margin_floor")
    if record.get("is_below_floor") and is_ours(record):
        yield f"The margin is below the floor of {plain(floor)} %: to send it, a reason is needed."


def _item(item: Record, currency: str, base: str, *, is_stale: bool) -> tuple[str, ...]:
    own = amount_words(item, "negotiated_price_value", base)
    was = f"was {own}" if is_stale and str(item.get("negotiated_price_type")) == "3" else ""
    return (
        str(item.get("sku") or ""),
        str(item.get("name") or ""),
        plain(number(item, "stock")) if item.get("stock") not in (None, "") else "",
        amount_words(item, "cost", base),
        amount_words(item, "catalog_price", currency),
        amount_words(item, "cart_price", currency),
        was or amount_words(item, "proposed_price", currency),
        plain(number(item, "qty")),
        amount_words(item, "row_total", currency),
        amount_words(item, "tax_amount", currency),
        last_paid_words(item.get("last_price"), base),
    )


def _sum(found: Record, name: str, currency: str) -> str:
    return amount_words(found, name, currency)


def _billing(record: Record) -> str:
    return words.address_line(record.get("billing_address"))


def _files(comment: Record) -> Iterator[str]:
    for one in comment.get("attachments") or ():
        yield f"{one.get('file_name')} ({size_words(int(one.get('size') or 0))})"


def _step(before: str, after: str) -> str:
    if not before or before == after:
        return label(after)
    return f"{label(before)} → {label(after)}"


def _changes(entry: Record) -> Iterator[str]:
    for name, change in (entry.get("changes") or {}).items():
        label = FIELDS.get(name, name.replace("_", " "))
        yield f"{label}: {str(change).replace(' -> ', ' → ')}"


def _press(record: Record, action: str, press: str) -> str:
    return press if action in (record.get("allowed_actions") or ()) else ""

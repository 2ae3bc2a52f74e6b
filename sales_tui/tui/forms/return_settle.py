"""The form that settles a return: the credit memo for exactly these pieces, prefilled, or the replacement."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.actions.return_settle import SettleReturn
from sales_tui.core.money import ZERO, plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules import crediting, credits
from sales_tui.rules.records import CreditMemo, Order
from sales_tui.rules.return_records import ReturnItem
from sales_tui.rules.return_status import is_owed
from sales_tui.rules.return_terms import EXCHANGE, STORE_CREDIT
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Beside, Block, Column, Entry, Form, Lines, Outcome, Total, Values
from sales_tui.tui.forms.refund import goes_back
from sales_tui.tui.forms.return_step import step_row
from sales_tui.tui.forms.return_words import return_facts, rma_of
from sales_tui.tui.forms.words import amounts, becomes, document_totals, grand_total, listed, pieces

_WAYS = {
    "offline": "will be recorded as refunded: pay it out yourself",
    "online": "will go back to the card",
    "store_credit": "will go to store credit",
    "company_credit": "will go to the company's credit",
}


def declare_return_settle(case: Case) -> Form:
    """The pieces that are owed, what goes back to stock, fee, shipping, where the money goes; totals beside."""
    owed = [item for item in rma_of(case).lines if is_owed(item)]
    paid = [item for item in owed if item.resolution != EXCHANGE]
    verb = "refund" if len(paid) == len(owed) else "settle" if paid else "exchange"
    return Form(
        blocks=(_lines(case, owed, verb), *_fields(case, paid)),
        outcome=lambda seen: _outcome(case, seen),
        facts=(*return_facts(case)[::2], *_most(case, paid)),
        verb=verb,
        currencies=case.currencies if paid else (),
        idle=("Subtotal", "Shipping", "Tax", "Refund") if paid else (),
        points={
            "refund.shipping": "shipping_amount",
            "refund.negative": "restocking_fee",
            "refund.adjustment": "restocking_fee",
            "refund.online": "to",
            "credit": "to",
            "return": "items",
            "item": "items",
        },
        refusals={"return.zero": f"Type how many pieces to {verb}, or * for all that were accepted."},
    )


def _lines(case: Case, owed: list[ReturnItem], verb: str) -> Lines:
    rows = tuple(step_row(case, item, (plain(item.qty_returned), plain(item.qty_approved))) for item in owed)
    columns = (Column("arrived", priority=2), Column("accepted", priority=1))
    return Lines(rows, columns, verb, stock=True, key="entity_id")


def _fields(case: Case, paid: list[ReturnItem]) -> tuple[Block, ...]:
    comment = Entry("comment", "Comment", beside="internal")
    if not paid:
        return (comment,)
    order = case.order
    left, code = crediting.shipping_left(order), order.base_currency_code

    def amount(name: str, label: str, beside: str = "", most: Decimal | None = None) -> Entry:
        shown = None if not _known(case) else _makes_memo
        digits = order.base_digits
        return Entry(name, label, ZERO, beside, most=most, decimals=digits, counted=code, shown=shown)

    return (
        Beside(
            (
                *_known(case),
                amount("restocking_fee", "Fee", "kept back for restocking"),
                amount("shipping_amount", "Shipping", f"of {case.base_money(left)}", left),
                *_destination(case, paid),
                comment,
            )
        ),
    )


def _known(case: Case) -> tuple[Entry, ...]:
    """Where the order was refunded already: by which credit memo, if it was for these pieces."""
    linked = {item.creditmemo_id for rma in case.order.returns for item in rma.lines}
    memos = [memo for memo in case.order.creditmemos if memo.id not in linked and memo.lines]
    if not memos:
        return ()
    options = [(one.increment_id, f"{one.increment_id}, made before: no money moves") for one in memos]
    return (Entry("creditmemo", "Credit memo", "", options=(("", "a new one"), *options), upright=True),)


def _makes_memo(values: Values, _view: Preview | Refusal | None) -> bool:
    return not values.get("creditmemo")


def _destination(case: Case, paid: list[ReturnItem]) -> tuple[Entry, ...]:
    """Where money goes: as it was agreed, unless a person says otherwise."""
    order = case.order
    wanted = {item.resolution for item in paid}
    options = [("online", "back to the card")] if any(goes_back(case, one) for one in order.invoices) else []
    options.append(("offline", "only record, pay it yourself"))
    for kind, words in (("store_credit", "store credit"), ("company_credit", "the company's credit")):
        if credits.why_not_give_back(order, kind) is None:
            options.append((kind, words))
    preset = options[0][0]
    if wanted == {STORE_CREDIT}:
        preset = "store_credit" if ("store_credit", "store credit") in options else preset
    elif STORE_CREDIT in wanted:
        options.insert(0, ("", "as agreed: store credit where they want it, the rest only recorded"))
        preset = ""
    shown = None if not _known(case) else _makes_memo
    return (Entry("to", "To", preset, options=tuple(options), upright=len(options) > 1, shown=shown),)


def _most(case: Case, paid: list[ReturnItem]) -> tuple[str, ...]:
    return (f"at most {case.coded(crediting.maximum(case.order, None)[0])}",) if paid else ()


def _outcome(case: Case, seen: Preview) -> Outcome:
    memos = [one for one in seen.documents if isinstance(one, CreditMemo)]
    swapped = [one for one in seen.documents if isinstance(one, Order)]
    total = sum((memo.money.grand_total for memo in memos), ZERO)
    command = seen.command
    assert isinstance(command, SettleReturn)
    qty = sum((entry["qty"] for entry in command.items or ()), ZERO)
    linked = f"Credit memo {command.creditmemo} counts for it; no money moves." if command.creditmemo else ""
    ways = (f"{case.coded(memo.money.grand_total)} {_WAYS[memo.refund_to]}." for memo in memos)
    return Outcome(
        listed((linked, *ways, *map(_replacement, swapped), _stock(case, command), becomes(case.order, seen.order))),
        figure=grand_total(case, total) if memos else pieces(qty),
        totals=_totals(case, memos),
    )


def _totals(case: Case, memos: list[CreditMemo]) -> tuple[Total, ...]:
    if len(memos) == 1:
        return document_totals(case, memos[0].money, memos[0].base, "Refund")
    rows = [
        Total(
            memo.refund_to.replace("_", " ").capitalize(), amounts(case, memo.money.grand_total, memo.base.grand_total)
        )
        for memo in memos
    ]
    money = sum((memo.money.grand_total for memo in memos), ZERO)
    base = sum((memo.base.grand_total for memo in memos), ZERO)
    return (*rows, Total("Refund", amounts(case, money, base), strong=True)) if rows else ()


def _replacement(new: Order) -> str:
    qty = sum((line.qty_ordered for line in new.lines if not line.is_dummy), ZERO)
    return f"A replacement order for {pieces(qty)} is placed, at no price."


def _stock(case: Case, command: SettleReturn) -> str:
    """What goes back on the shelf, said every time: it is never ticked by itself."""
    stocked = command.return_to_stock
    skus = {line.sku for line in case.order.lines} if stocked is True else set(stocked or ())
    by_key = {item.entity_id: item for item in rma_of(case).lines}
    back = ZERO
    for entry in command.items or ():
        item = by_key[entry["entity_id"]]
        back += entry["qty"] if case.order.line(item.order_item_id).sku in skus else ZERO
    if not back:
        return "Nothing goes back to stock."
    return f"{pieces(back).capitalize()} {'goes' if back == 1 else 'go'} back to stock."

"""The form of a refund: quantities that start low once goods have left, live totals, and the most there is in view."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.actions.refunding import find_invoice
from sales_tui.core.money import ZERO, amount_text, plain
from sales_tui.core.refusal import Refused
from sales_tui.rules import crediting, credits, paying, tenders
from sales_tui.rules.memo_totals import qtys_left
from sales_tui.rules.payment_methods import OFFLINE
from sales_tui.rules.quantities import to_refund
from sales_tui.rules.records import INVOICE_PAID, CreditMemo, Invoice, Line
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Beside, Column, Entry, Form, Lines, Notes, Outcome
from sales_tui.tui.forms.lines import Quantity, RowMaker, money_cells, money_columns, nothing
from sales_tui.tui.forms.return_words import returns_under_way
from sales_tui.tui.forms.words import becomes, document_totals, grand_total, listed, pieces


def declare_refund(case: Case) -> Form:
    """Lines, shipping, extra refund, fee, where the money goes, a comment; the totals beside them."""
    invoice = _invoice(case)
    return Form(
        blocks=(
            *returns_under_way(case),
            _lines(case, invoice),
            *_currency_note(case),
            *_tenders_note(case),
            Beside(_entries(case, invoice)),
        ),
        outcome=lambda seen: _outcome(case, seen),
        facts=_facts(case, invoice),
        subject=f" · invoice {invoice.increment_id}" if invoice else "",
        currencies=case.currencies,
        idle=("Subtotal", "Shipping", "Tax", "Refund"),
        points={
            "refund.shipping": "shipping_amount",
            "refund.negative": "adjustment_negative",
            "refund.adjustment": "adjustment_positive",
            "refund.empty": "items",
            "refund.above_charge": "to",
            "refund.no_parts": "to",
            "refund.tenders": "tenders",
            "item": "items",
        },
        settled={"invoice": invoice.increment_id} if invoice else {},
        prompt="Type how many pieces go back, an amount, or * for all of it.",
    )


def _invoice(case: Case) -> Invoice | None:
    """The invoice that is refunded; an unknown one is left to the action to refuse.

    Where nothing else can be refunded than one invoice that was charged, it is that one, so that its money can go back
    to where it came from.
    """
    try:
        named = find_invoice(case.order, case.preset.get("invoice"))
    except Refused:
        return None
    paid = [one for one in case.order.invoices if one.state == INVOICE_PAID and crediting.maximum(case.order, one)[0]]
    if named is None and len(paid) == 1 and goes_back(case, paid[0]):
        return paid[0]
    return named


def goes_back(case: Case, invoice: Invoice | None) -> bool:
    """Whether the payment system can give money of that invoice back."""
    method = case.method
    if invoice is None or method is None or not (method.is_online and method.can_refund):
        return False
    charge = paying.charge_of(case.order, invoice)
    return charge is not None and paying.left_of(case.order, charge) > 0


def _destination(case: Case, invoice: Invoice | None) -> Entry:
    """Where the money goes: back to where it was charged, if it can."""
    online = (("online", "back to the card"),) if goes_back(case, invoice) else ()
    credit = tuple(
        (kind, f"{name} of {account.owner}, {case.base_coded(account.balance)}")
        for kind, name in credits.KINDS.items()
        if (account := credits.account_for(case.order, kind))
    )
    options = (*online, ("offline", "only record, pay it yourself"), *credit)
    own = OFFLINE[case.order.payment_method].account if case.order.payment_method in OFFLINE else ""
    preset = own if own in dict(options) else options[0][0]
    return Entry("to", "To", preset=preset, options=options, upright=len(options) > 1)


def _tenders(case: Case) -> tuple[Entry, ...]:
    """How much goes back to gift cards, store credit, points, where those paid a part of it."""
    return (Entry("tenders", "To tenders"),) if any(one.base for one in tenders.left(case.order)) else ()


def _tenders_note(case: Case) -> tuple[Notes, ...]:
    """What can go back to them, as it is typed."""
    left: dict[str, Decimal] = {}
    for one in tenders.left(case.order):
        left[one.tender.kind] = left.get(one.tender.kind, ZERO) + one.base
    most = " ".join(f"{kind}={amount_text(amount, case.order.base_digits)}" for kind, amount in left.items() if amount)
    text = f"{most} at most can go back; if nothing is typed, money goes back first"
    return (Notes((("Also paid", text),)),) if most else ()


def _facts(case: Case, invoice: Invoice | None) -> tuple[str, ...]:
    money = case.order.money
    most, base_most = crediting.maximum(case.order, invoice)
    both = f" ({case.base_money(base_most)} {case.order.base_currency_code})" if case.two_currencies else ""
    return (
        f"paid {case.money(money.total_paid)}",
        f"refunded {case.money(money.total_refunded)}",
        f"at most {case.coded(most)}{both}",
    )


def _lines(case: Case, invoice: Invoice | None) -> Lines:
    refundable = _refundable(case, invoice)
    maker = RowMaker(
        cells=lambda line: (plain(line.qty_invoiced), plain(line.qty_shipped), plain(line.qty_refunded)),
        open=refundable,
        preset=nothing if _has_shipped(case) else refundable,
    )
    columns = (Column("paid", priority=4), Column("shipped", priority=2), Column("refunded", priority=3))
    return Lines(maker.rows(case.order), columns, "refund", live=money_columns(case, with_tax=True), stock=True)


def _refundable(case: Case, invoice: Invoice | None) -> Quantity:
    if invoice is None:
        return to_refund
    left = qtys_left(case.order, invoice)

    def on_invoice(line: Line) -> Decimal:
        return min(to_refund(line), max(left.get(line.id, ZERO), ZERO))

    return on_invoice


def _has_shipped(case: Case) -> bool:
    return any(line.qty_shipped for line in case.order.lines)


def _currency_note(case: Case) -> tuple[Notes, ...]:
    """Amounts are the shop's (RULES.md §0.10); that has to be said where the customer paid in another currency."""
    if not case.two_currencies:
        return ()
    order = case.order
    text = (
        f"amounts are typed in {order.base_currency_code}, the shop's; the customer paid in {order.order_currency_code}"
    )
    return (Notes((("Currency", text),)),)


def _entries(case: Case, invoice: Invoice | None) -> tuple[Entry, ...]:
    order = case.order
    decimals, code = order.base_digits, order.base_currency_code
    left = crediting.shipping_left(order)
    offered = ZERO if _has_shipped(case) else crediting.shipping_left(order, invoice)

    def amount(name: str, label: str, preset: Decimal = ZERO, beside: str = "", most: Decimal | None = None) -> Entry:
        return Entry(name, label, preset=preset, beside=beside, most=most, decimals=decimals, counted=code)

    return (
        amount("shipping_amount", "Shipping", offered, f"of {case.base_money(left)}", left),
        amount("adjustment_positive", "Extra refund"),
        amount("adjustment_negative", "Fee"),
        _destination(case, invoice),
        *_tenders(case),
        Entry("comment", "Comment", beside="internal"),
    )


def _outcome(case: Case, seen: Preview) -> Outcome:
    memo = next(one for one in seen.documents if isinstance(one, CreditMemo))
    return Outcome(
        sentence=listed((_way_back(case, memo), _stock(case, memo), becomes(case.order, seen.order))),
        figure=grand_total(case, memo.money.grand_total),
        totals=document_totals(case, memo.money, memo.base, "Refund"),
        lines=money_cells(case, memo.lines, with_tax=True),
    )


def _way_back(case: Case, memo: CreditMemo) -> str:
    """How the customer gets the money, and what else paid gets its part."""
    back = " ".join(
        f"{case.base_coded(one.base)} will go back to {tenders.KINDS.get(one.tender.kind, one.tender.kind)}."
        for one in memo.shares
        if one.base
    )
    if memo.refund_to in credits.KINDS:
        amount = case.base_coded(memo.base.grand_total)
        return listed((f"{amount} will go to the {credits.KINDS[memo.refund_to]}.", back))
    return listed((_paid_back(case, memo), back))


def _paid_back(case: Case, memo: CreditMemo) -> str:
    """How the money goes back; said where there is a choice."""
    if not goes_back(case, memo.invoice):
        return ""
    amount = case.base_coded(memo.base.grand_total)
    return (
        f"{amount} will go back to the card."
        if memo.refund_to == "online"
        else f"{amount} will only be recorded: pay it yourself."
    )


def _stock(case: Case, memo: CreditMemo) -> str:
    counted = {line.id for line in case.order.lines if not line.is_dummy}
    back = sum((line.qty for line in memo.lines if line.back_to_stock and line.order_item_id in counted), ZERO)
    if not back:
        return "Nothing goes back to stock."
    return f"{pieces(back).capitalize()} {'goes' if back == 1 else 'go'} back to stock."

"""How a new order is paid, and what a payment system is asked when it is placed (RULES.md §1.3, §4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sales_tui.actions.base import Command, Context, Kind, parameter
from sales_tui.actions.charging import base_money
from sales_tui.core.money import ZERO, plain, round_half_up, times
from sales_tui.core.refusal import Refused
from sales_tui.rules import credits, invoicing, paying
from sales_tui.rules.credit_records import STORE_CREDIT, Tender, TenderMoney
from sales_tui.rules.gateway import Answer, Call, Operation, Verdict
from sales_tui.rules.guards import ensure
from sales_tui.rules.payment_methods import Method, PaymentAction
from sales_tui.rules.payment_records import AUTHORIZATION, CAPTURE, ORDER, Agreement
from sales_tui.rules.placing import close_totals
from sales_tui.rules.records import Order
from sales_tui.rules.states import set_state

FREE, PURCHASE_ORDER = "free", "purchaseorder"


@dataclass(frozen=True, slots=True)
class PayingCommand(Command):
    """Who pays for a new order, and how: what every action that places one asks."""

    method: str = parameter(Kind.TEXT, "payment method; without it that of the earlier order, or a check", default="")
    agreement: str = parameter(Kind.TEXT, "billing agreement of the customer that pays for it", default="")
    source: str = parameter(Kind.TEXT, "saved card, as the payment system knows it", default="")
    store_credit: Decimal = parameter(Kind.AMOUNT, "what of it the customer's store credit pays", default=ZERO)
    po_number: str = parameter(Kind.TEXT, "purchase order number", default="")


def pay(new: Order, how: PayingCommand, context: Context, reference: str) -> str:
    """Pay for a new order; returns what to say. `reference` is what a payment system is told it is for.

    Raises CallNeeded, Refused. What is drawn from accounts is drawn last, when nothing can fail any more.
    """
    assert new.origin is not None
    new.origin.po_number = how.po_number.strip()
    if how.store_credit:
        _lower_by_store_credit(new, how.store_credit)
    agreement = _agreement(new, how.agreement.strip())
    method = _method(new, how, agreement, context)
    new.payment_method = method.code
    needed = {tender.kind: tender.base.amount for tender in new.tenders}
    if method.account:
        needed[method.account] = needed.get(method.account, ZERO) + new.base.grand_total
    for kind, amount in needed.items():
        ensure(credits.why_not_draw(new, kind, amount))
    said = [_ask(new, method, agreement, how.source.strip(), context, reference)] if method.is_online else []
    for kind, amount in needed.items():
        if credits.draw(new, kind, amount):
            said.append(f"{base_money(amount, new)} taken from the {credits.KINDS[kind]}")
    return "; ".join(said)


def _lower_by_store_credit(new: Order, amount: Decimal) -> None:
    """A part of the price is paid by store credit: what is left is the order's total, as in Magento.

    Converted it is never more than the order's total: base amount times rate isn't that to the cent (RULES.md §3.4).
    """
    base = round_half_up(amount, new.base_digits)
    if base != amount:
        raise Refused("order.store_credit", f"{plain(amount)} is no amount of {new.base_currency_code} to pay.")
    if base < ZERO or base > new.base.grand_total:
        raise Refused(
            "order.store_credit", f"Store credit can pay between 0 and {base_money(new.base.grand_total, new)} of it."
        )
    is_all = base == new.base.grand_total
    converted = round_half_up(times(base, new.base_to_order_rate), new.digits)
    own = new.money.grand_total if is_all else min(converted, new.money.grand_total)
    new.tenders.append(Tender(STORE_CREDIT, money=TenderMoney(own), base=TenderMoney(base)))
    for money, part in ((new.money, own), (new.base, base)):
        close_totals(money, money.other_amount - part)


def _agreement(new: Order, wanted: str) -> Agreement | None:
    if not wanted:
        return None
    for agreement in new.agreements:
        if wanted in (agreement.increment_id, agreement.reference_id):
            return agreement
    raise Refused(
        "order.agreement",
        f"Billing agreement {wanted[:40]} isn't an active one of this customer; only those can pay for the order.",
    )


def _method(new: Order, how: PayingCommand, agreement: Agreement | None, context: Context) -> Method:
    """The payment method, if it can pay for this order. Raises Refused."""
    methods = context.terms.methods
    if not new.base.grand_total and not new.money.grand_total:
        return methods[FREE]
    code = how.method.strip() or (agreement.method_code if agreement else new.payment_method)
    method = methods.get(code)
    if method is None:
        raise Refused(
            "order.method", f"'{code[:40]}' isn't a payment method that is set up here; known: {', '.join(methods)}."
        )
    if code == FREE:
        raise Refused("order.not_free", f"{base_money(new.base.grand_total, new)} are to be paid: name a method.")
    if code == PURCHASE_ORDER and not how.po_number.strip():
        raise Refused("order.po_number", "A purchase order needs its number: name it with 'po_number'.")
    if agreement is not None and (agreement.method_code != code or not method.can_use_agreements):
        raise Refused(
            "order.agreement", f"Billing agreement {agreement.increment_id} is one of '{agreement.method_code}'."
        )
    if method.is_online and agreement is None and not how.source.strip():
        raise Refused(
            "order.no_source",
            f"{method.title} has to know what to charge: name a billing agreement or a saved card ('source'), or "
            "another method.",
        )
    return method


def _ask(new: Order, method: Method, agreement: Agreement | None, source: str, context: Context, reference: str) -> str:
    """What the method does with the money of a new order (RULES.md §1.3, §4)."""
    charged = agreement.reference_id if agreement else source
    assert new.origin is not None
    new.origin.agreement_id = agreement.id if agreement else None
    if method.action is PaymentAction.NONE:
        return ""
    amount = new.base.grand_total
    if method.action is PaymentAction.ORDER:
        paying.add(new, ORDER, Answer(Verdict.DONE, f"{reference}-order", details={"source": charged}), amount)
        set_state(new, "processing")
        return "noted by the payment system"
    sale = method.action is PaymentAction.SALE
    operation = Operation.SALE if sale else Operation.AUTHORIZE
    call = Call(operation, method.code, amount, new.base_currency_code, order=reference, source=charged, card=new.card)
    answer = context.ask(call)
    words = _book_sale(new, answer, amount) if sale else _book_authorization(new, answer, amount)
    if not answer.is_pending:
        return words
    set_state(new, "payment_review")
    if answer.is_suspect:
        new.status = "fraud"
    return f"{words}, and under review"


def _book_authorization(new: Order, answer: Answer, amount: Decimal) -> str:
    paying.add(new, AUTHORIZATION, answer, amount)
    new.amount_authorized = amount
    set_state(new, "processing")
    return f"{base_money(amount, new)} reserved"


def _book_sale(new: Order, answer: Answer, amount: Decimal) -> str:
    """Taken at once: one invoice of everything."""
    invoice = invoicing.prepare(new)
    invoice.transaction_id = paying.add(new, CAPTURE, answer, amount).txn_id
    invoicing.register(new, invoice, paid=not answer.is_pending)
    return f"{base_money(amount, new)} charged"

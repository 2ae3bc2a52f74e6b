"""Tenders in the arithmetic: what of the part that no field explains of invoices and credit memos is theirs.

A tender lowers the grand total, so it is a negative part of "other" (RULES.md §0.12). Invoices take gift cards first,
then store credit, then reward points, as far as each bears it. Credit memos give back money first, then tenders in the
same order, unless somebody chooses otherwise; the closing memo takes what is left of everything (RULES.md §0.9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from sales_tui.core.money import ZERO, amount_text, plain, round_half_up, share
from sales_tui.core.refusal import Refused
from sales_tui.rules.apportion import known_parts
from sales_tui.rules.credit_records import GIFT_CARD, REWARD_POINTS, STORE_CREDIT, Tender, TenderMoney, TenderShare
from sales_tui.rules.document_money import MemoMoney
from sales_tui.rules.records import CreditMemo, Order, OrderMoney

KINDS = {GIFT_CARD: "gift card", STORE_CREDIT: "store credit", REWARD_POINTS: "reward points"}
"""Kinds of tenders in the order in which they are used, with their words."""

SIDES = (("money", ""), ("base", "base_"))


def explaining(order: Order) -> list[Tender]:
    """The order's tenders in the order in which they are used; none where its total wasn't lowered by them."""
    if not order.tenders or order.money.other_amount >= 0 or order.base.other_amount >= 0:
        return []
    ranks = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(order.tenders, key=lambda tender: ranks.get(tender.kind, 1))


def settle(order: Order) -> None:
    """Bring what the tenders say is invoiced and refunded in line with what the order says of "other"."""
    found = explaining(order)
    for side, _ in SIDES if found else ():
        for tender, (invoiced, refunded) in zip(found, _figures(order, found, side), strict=True):
            own: TenderMoney = getattr(tender, side)
            own.amount_invoiced, own.amount_refunded = invoiced, refunded


def left(order: Order) -> list[TenderShare]:
    """What of each tender was invoiced and not refunded, in the order in which they are used."""
    found = explaining(order)
    shares = [TenderShare(tender) for tender in found]
    for side, _ in SIDES:
        for one, (invoiced, refunded) in zip(shares, _figures(order, found, side), strict=True):
            setattr(one, side, max(invoiced - refunded, ZERO))
    return shares


def money_left(order: Order) -> Decimal:
    """What of all tenders was invoiced and not refunded, in the currency the customer paid."""
    return sum((one.money for one in left(order)), ZERO) if order.tenders else ZERO


def uninvoiced(order: Order, tender: Tender) -> Decimal:
    """What of a tender no invoice has, in the shop's currency; 0 where the total wasn't lowered."""
    found = explaining(order)
    known = next((at for at, one in enumerate(found) if one is tender), None)
    if known is None:
        return ZERO
    return max(tender.base.amount - _figures(order, found, "base")[known][0], ZERO)


def unexplained(order: Order) -> list[Tender]:
    """Tenders that came in with an order whose total doesn't show that they paid a part of it."""
    return [] if explaining(order) else [one for one in order.tenders if one.base.amount > one.base.amount_invoiced]


def _figures(order: Order, found: list[Tender], side: str) -> list[tuple[Decimal, Decimal]]:
    """What is invoiced and refunded of each tender, in one currency.

    Imported orders needn't tell it of each; what they tell of "other" fills the tenders in turn.
    """
    own: OrderMoney = getattr(order, side)
    parts: list[TenderMoney] = [getattr(tender, side) for tender in found]
    invoiced = [min(part.amount_invoiced, part.amount) for part in parts]
    wanted = _invoiced_in_all(order, own, parts)
    more = max(wanted - sum(invoiced, ZERO), ZERO)
    less = max(sum(invoiced, ZERO) - wanted, ZERO)
    for place, part in enumerate(parts):
        step = min(part.amount - invoiced[place], more)
        invoiced[place], more = invoiced[place] + step, more - step
    for place, part in reversed(list(enumerate(parts))):
        step = min(max(invoiced[place] - part.amount_refunded, ZERO), less)
        invoiced[place], less = invoiced[place] - step, less - step
    refunded = [part.amount_refunded for part in parts]
    more = max(-own.other_refunded - sum(refunded, ZERO), ZERO)
    for place, limit in enumerate(invoiced):
        step = min(max(limit - refunded[place], ZERO), more)
        refunded[place], more = refunded[place] + step, more - step
    return list(zip(invoiced, refunded, strict=True))


def _invoiced_in_all(order: Order, own: OrderMoney, parts: list[TenderMoney]) -> Decimal:
    """What all tenders together have invoiced. A surcharge that hides behind them is on the first invoice."""
    total = sum((part.amount for part in parts), ZERO)
    begun = any(line.qty_invoiced for line in order.lines)
    surcharge = max(own.other_amount + total, ZERO) if begun else ZERO
    return min(max(surcharge - own.other_invoiced, ZERO), total)


def take(order: Order, memo: CreditMemo, chosen: Mapping[str, Decimal], *, closing: bool) -> None:
    """Put on a memo that has its goods and adjustments what goes back to tenders instead of being paid in money.

    `chosen` says it by kind, in the shop's currency; of the others it is what money doesn't cover. Raises Refused.
    """
    found = left(order)
    _check(order, found, chosen)
    if not found:
        return
    memo.shares = _rest(order, memo, found, chosen) if closing else _part(order, memo, found, chosen)
    if not closing:
        for side, _ in SIDES:
            getattr(memo, side).other_amount = -_sum(memo.shares, side)


def _check(order: Order, found: list[TenderShare], chosen: Mapping[str, Decimal]) -> None:
    for kind, amount in chosen.items():
        name = KINDS.get(kind)
        if name is None:
            known = ", ".join(KINDS)
            raise Refused("refund.tenders", f"There is no tender {kind[:40]!r}; possible: {known}.")
        most = sum((one.base for one in found if one.tender.kind == kind), ZERO)
        if amount > most or round_half_up(amount, order.base_digits) != amount:
            at_most = f"{amount_text(most, order.base_digits)} {order.base_currency_code}"
            raise Refused(
                "refund.tenders",
                f"Order {order.increment_id}: {plain(amount)} can't go back to {name}; at most {at_most} of it was "
                "invoiced and not given back.",
            )


def _rest(order: Order, memo: CreditMemo, found: list[TenderShare], chosen: Mapping[str, Decimal]) -> list[TenderShare]:
    """Of a closing memo: all that is left, unless a fee leaves less than that."""
    for side, _ in SIDES:
        doc: MemoMoney = getattr(memo, side)
        kept = min(max(-(_goods(doc) + doc.other_amount), ZERO), _sum(found, side))
        doc.other_amount += kept
        for one in reversed(found):
            step = min(getattr(one, side), kept)
            setattr(one, side, getattr(one, side) - step)
            kept -= step
    for kind, amount in chosen.items():
        rest = sum((one.base for one in found if one.tender.kind == kind), ZERO)
        if amount != rest:
            text = f"{amount_text(rest, order.base_digits)} {order.base_currency_code}"
            raise Refused(
                "refund.tenders",
                f"Order {order.increment_id}: this refunds all that is left, so all {text} of {KINDS[kind]} go back.",
            )
    return found


def _part(order: Order, memo: CreditMemo, found: list[TenderShare], chosen: Mapping[str, Decimal]) -> list[TenderShare]:
    """Of any other memo: what was chosen, then of the other kinds what money doesn't cover."""
    shares = [TenderShare(one.tender) for one in found]
    open_kinds = dict(chosen)
    for one, most in zip(shares, found, strict=True):
        one.base = min(open_kinds.get(one.tender.kind, ZERO), most.base)
        one.money = _converted(most, one.base, order.digits)
        if one.tender.kind in open_kinds:
            open_kinds[one.tender.kind] -= one.base
    if _sum(shares, "base") > max(_goods(memo.base), ZERO):
        text = f"{amount_text(_goods(memo.base), order.base_digits)} {order.base_currency_code}"
        raise Refused("refund.tenders", f"Order {order.increment_id}: more goes back to tenders than the {text} of it.")
    for side, digits in (("money", order.digits), ("base", order.base_digits)):
        own: OrderMoney = getattr(order, side)
        paid = max(round_half_up(own.total_paid - own.total_refunded, digits), ZERO)
        lacking = _goods(getattr(memo, side)) - _sum(shares, side) - paid
        lacking = min(lacking, own.other_refunded - own.other_invoiced - _sum(shares, side))
        for one, most in zip(shares, found, strict=True):
            if one.tender.kind not in chosen:
                step = min(getattr(most, side), max(lacking, ZERO))
                setattr(one, side, step)
                lacking -= step
    return shares


def _converted(most: TenderShare, base: Decimal, digits: int) -> Decimal:
    """A part of a tender in the currency the customer paid; all of it where it is all."""
    if base == most.base:
        return most.money
    return min(round_half_up(share(most.money, base, most.base), digits), most.money)


def enter(memo: CreditMemo) -> None:
    """Add what a memo gives back to the tenders' own figures."""
    for one in memo.shares:
        one.tender.money.amount_refunded += one.money
        one.tender.base.amount_refunded += one.base


def _goods(doc: MemoMoney) -> Decimal:
    return known_parts(doc) + doc.adjustment_positive - doc.adjustment_negative


def _sum(shares: list[TenderShare], side: str) -> Decimal:
    return sum((getattr(one, side) for one in shares), ZERO)


def faults(order: Order) -> Iterator[str]:
    """Tenders that don't come to what the order says, of orders that were made or worked on here (INTERFACE §6)."""
    found = explaining(order)
    invoiced_here = order.opening is None or any(one.made_here for one in order.invoices)
    refunded_here = order.opening is None or any(one.made_here for one in order.creditmemos)
    for side, prefix in SIDES if found and (invoiced_here or refunded_here) else ():
        own: OrderMoney = getattr(order, side)
        parts: list[TenderMoney] = [getattr(tender, side) for tender in found]
        for tender, part in zip(found, parts, strict=True):
            if not (ZERO <= part.amount_refunded <= part.amount_invoiced <= part.amount):
                yield f"{KINDS.get(tender.kind, tender.kind)} {prefix}amounts don't hold: refunded, invoiced, amount."
        if own.other_amount + sum((part.amount for part in parts), ZERO):
            continue
        for name, total in (("amount_invoiced", own.other_invoiced), ("amount_refunded", own.other_refunded)):
            of_parts = sum((getattr(part, name) for part in parts), ZERO)
            if of_parts != -total:
                yield f"tenders' {prefix}{name} is {plain(of_parts)}, but {plain(-total)} follows from its documents."

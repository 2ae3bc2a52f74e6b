"""What a credit memo gives or keeps beyond the goods, and the limits of its total (RULES.md §3.3, §0.6, §0.10)."""

from __future__ import annotations

from decimal import Decimal

from sales_tui.core.money import ZERO, amount_text, exact, round_half_up, share, times
from sales_tui.core.refusal import Refused
from sales_tui.rules.apportion import known_parts
from sales_tui.rules.document_money import MemoMoney
from sales_tui.rules.records import CreditMemo, Order, OrderMoney

_HUNDRED = Decimal(100)


def money_left(own: OrderMoney, digits: int) -> Decimal:
    """Paid and not refunded, in one currency."""
    return max(round_half_up(own.total_paid - own.total_refunded, digits), ZERO)


def enter(order: Order, memo: CreditMemo, positive: Decimal | str, negative: Decimal | str) -> None:
    """Add refund and fee, entered in base currency, in both currencies (RULES.md §0.10). Raises Refused."""
    money, base, rate = memo.money, memo.base, order.base_to_order_rate
    base.adjustment_positive = _amount(order, positive)
    base.adjustment_negative = _amount(order, negative)
    money.adjustment_positive = round_half_up(times(base.adjustment_positive, rate), order.digits)
    money.adjustment_negative = round_half_up(times(base.adjustment_negative, rate), order.digits)


def total(order: Order, memo: CreditMemo) -> None:
    """Total the memo in both currencies.

    In the order's currency what adjustments give is reduced to what is left there, so that the cents of a rate neither
    exceed the payment nor block a refund that the base currency allows (RULES.md §0.10).
    """
    money, base = memo.money, memo.base
    goods = known_parts(money) + money.other_amount
    above = goods + money.adjustment_positive - money.adjustment_negative - money_left(order.money, order.digits)
    if above > 0:
        cut = min(above, money.adjustment_positive)
        money.adjustment_positive -= cut
        money.adjustment_negative += above - cut
    below = money.adjustment_negative - money.adjustment_positive - goods
    if below > 0:
        money.adjustment_negative -= min(below, money.adjustment_negative)
    for doc in (money, base):
        doc.grand_total = known_parts(doc) + doc.other_amount + doc.adjustment_positive - doc.adjustment_negative


def check_limits(order: Order, memo: CreditMemo, allow_zero_total: bool) -> None:
    """Refuse a memo of nothing, of less than nothing, or of more than was paid, in either currency.

    Raises Refused. RULES.md §3.3, §0.6; M2 Order/Creditmemo/Validation/*.
    """
    number = order.increment_id
    if not memo.lines and not any(_moves(doc) for doc in (memo.money, memo.base)):
        raise Refused("refund.empty", f"Order {number}: name pieces, shipping or an amount that is left to refund.")
    for doc, own, digits, currency in (
        (memo.base, order.base, order.base_digits, order.base_currency_code),
        (memo.money, order.money, order.digits, order.order_currency_code),
    ):
        total, most = doc.grand_total, money_left(own, digits)
        text = f"{amount_text(total, digits)} {currency}"
        if total < 0:
            raise Refused(
                "refund.negative", f"Order {number}: the fee is more than the refund ({text}). Lower the fee."
            )
        if not total and not allow_zero_total and not any(one.base or one.money for one in memo.shares):
            raise Refused("refund.zero", f"Order {number}: a credit memo of {text} is switched off in the settings.")
        if total > most:
            at_most = f"{amount_text(most, digits)} {currency}"
            raise Refused(
                "refund.over_paid", f"Order {number}: {text} is more than the {at_most} that can be refunded."
            )


def _moves(doc: MemoMoney) -> bool:
    return bool(doc.shipping_amount or doc.tax_amount or doc.adjustment_positive or doc.adjustment_negative)


def _amount(order: Order, entered: Decimal | str) -> Decimal:
    """An adjustment in base currency: an amount, or a percentage of the order's base grand total."""
    try:
        percent = isinstance(entered, str) and entered.strip().endswith("%")
        number = exact(str(entered).strip().removesuffix("%"))
    except ValueError as error:
        raise Refused("refund.adjustment", f"Order {order.increment_id}: {error}.") from None
    if number < 0:
        raise Refused("refund.adjustment", f"Order {order.increment_id}: refund and fee can't be negative.")
    return round_half_up(share(order.base.grand_total, number, _HUNDRED) if percent else number, order.base_digits)

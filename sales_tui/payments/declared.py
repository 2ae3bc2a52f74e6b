"""What the payment systems that come with sales-tui can do: declarations only, so that a start loads none of them."""

from __future__ import annotations

from dataclasses import replace

from sales_tui.rules.payment_methods import Method, PaymentAction
from sales_tui.settings import PaymentSettings

SANDBOX = Method(
    "sandbox",
    "test card",
    is_online=True,
    action=PaymentAction.AUTHORIZE,
    can_capture=True,
    can_capture_partial=True,
    can_void=True,
    can_refund=True,
    can_refund_partial=True,
    can_review=True,
    can_fetch=True,
    can_use_agreements=True,
)
"""The payment system for demonstrations and tests: it moves no money."""

STRIPE = Method(
    "stripe",
    "card (Stripe)",
    is_online=True,
    action=PaymentAction.AUTHORIZE,
    can_capture=True,
    can_capture_partial=True,
    captures_once=True,
    can_void=True,
    can_refund=True,
    can_refund_partial=True,
    can_fetch=True,
)
"""Cards by Stripe, as it is set by default."""

STRIPE_ACTIONS = {"authorize": PaymentAction.AUTHORIZE, "sale": PaymentAction.SALE}
"""What the setting `payments.stripe_capture` means for new orders."""


def stripe_method(settings: PaymentSettings) -> Method:
    """Cards by Stripe, as the settings want it."""
    return replace(STRIPE, action=STRIPE_ACTIONS[settings.stripe_capture])

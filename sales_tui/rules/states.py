"""States and statuses as data, and the state that follows from what was invoiced, shipped and refunded."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from sales_tui.rules.guards import can_creditmemo, can_invoice, can_ship
from sales_tui.rules.records import INVOICE_OPEN, Order


@dataclass(frozen=True, slots=True)
class State:
    """A position of the engine. People see the status; every state has one that it starts with."""

    code: str
    label: str
    default_status: str
    other_statuses: tuple[str, ...] = ()
    shown_to_customer: bool = True

    @property
    def statuses(self) -> tuple[str, ...]:
        """All statuses of this state, the default first."""
        return (self.default_status, *self.other_statuses)


STATES = MappingProxyType(
    {
        state.code: state
        for state in (
            State("new", "New", "pending"),
            State("pending_payment", "Pending Payment", "pending_payment", shown_to_customer=False),
            State("processing", "Processing", "processing", ("fraud",)),
            State("complete", "Complete", "complete"),
            State("closed", "Closed", "closed"),
            State("canceled", "Canceled", "canceled"),
            State("holded", "On Hold", "holded"),
            State("payment_review", "Payment Review", "payment_review", ("fraud",)),
        )
    }
)
"""RULES.md §1.1, in the order of an order's life."""

NOT_STARTED = frozenset({"new", "pending_payment"})
"""States that the first invoice or shipment turns into processing."""


def status_allowed(state: str, status: str) -> bool:
    """Whether the status belongs to the state (RULES.md §1.1)."""
    return state in STATES and status in STATES[state].statuses


def set_state(order: Order, state: str) -> None:
    """Move the order to a state, with the status that state starts with (RULES.md §1.1)."""
    order.state = state
    order.status = STATES[state].default_status


def begin(order: Order) -> None:
    """The step "in process": the first invoice or shipment makes it processing (RULES.md §1.3; M2 State.php)."""
    if order.state in NOT_STARTED:
        set_state(order, "processing")


def derive(order: Order) -> None:
    """Set the state that follows from the quantities. A status of one's own stays while the state stays.

    RULES.md §1.4 with §0.3; M2 ResourceModel/Order/Handler/State.php.
    """
    state = derived_state(order)
    if state != order.state:
        set_state(order, state)


def derived_state(order: Order) -> str:
    """The state that follows from the quantities and amounts, seen from the present state (RULES.md §1.4, §0.3)."""
    state = order.state
    if state not in ("processing", "complete") or can_invoice(order) or _awaits_payment(order):
        return state
    shippable = can_ship(order)
    if not can_creditmemo(order) and (order.money.total_refunded > 0 if order.is_virtual else not shippable):
        return "closed"
    if state == "processing" and (not shippable or _rest_has_shipped(order)):
        return "complete"
    return state


def _awaits_payment(order: Order) -> bool:
    """An open invoice and money due keep the order where it is (RULES.md §0.3, from the newer handler)."""
    return order.money.total_due > 0 and any(invoice.state == INVOICE_OPEN for invoice in order.invoices)


def _rest_has_shipped(order: Order) -> bool:
    """What was ordered has shipped or, of goods that ship, was refunded (RULES.md §1.4 "remainder shipped", exact)."""
    counted = [line for line in order.lines if not line.is_dummy]
    shipped = sum(line.qty_shipped for line in counted)
    gone = shipped + sum(line.qty_refunded for line in counted if not line.is_virtual)
    return shipped > 0 and sum(line.qty_ordered for line in counted) <= gone

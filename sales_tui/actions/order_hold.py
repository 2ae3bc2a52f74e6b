"""Put an order on hold, or release it."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target, comment_parameter
from sales_tui.actions.deeds import Inverse
from sales_tui.core.refusal import Refusal
from sales_tui.rules import holding


@dataclass(frozen=True, slots=True)
class HoldOrder(Command):
    """Stop everything on an order for the time being."""

    comment: str = comment_parameter("the reason")


@dataclass(frozen=True, slots=True)
class UnholdOrder(Command):
    """Let an order go on."""

    comment: str = comment_parameter("the reason")


def why_not_hold(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canHold."""
    return holding.why_not_hold(target.order)


def handle_hold(target: Target, command: HoldOrder, context: Context) -> Done:
    """Remembers state and status and holds the order."""
    holding.hold(target.order, command.comment)
    return Done(f"Order {target.order.increment_id} is on hold.")


def why_not_unhold(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.2 canUnhold."""
    return holding.why_not_unhold(target.order)


def handle_unhold(target: Target, command: UnholdOrder, context: Context) -> Done:
    """Restores state and status."""
    holding.unhold(target.order, command.comment)
    return Done(f"Order {target.order.increment_id} is released.")


HOLD = Action(
    name="order.hold",
    title="Hold",
    past="put on hold",
    help="Stop an order: nothing can be invoiced, shipped or refunded until it is released.",
    permission="order.hold",
    target="order",
    command=HoldOrder,
    why_not=why_not_hold,
    handle=handle_hold,
    shortcuts=(Shortcut("h", "hold"),),
    on_archived=True,
    inverse=lambda deed: Inverse("order.unhold"),
)
UNHOLD = Action(
    name="order.unhold",
    title="Release",
    past="released",
    help="Let an order that is on hold go on where it was.",
    permission="order.unhold",
    target="order",
    command=UnholdOrder,
    why_not=why_not_unhold,
    handle=handle_unhold,
    shortcuts=(Shortcut("h", "release"),),
    on_archived=True,
    inverse=lambda deed: Inverse("order.hold"),
)

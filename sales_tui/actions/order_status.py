"""Give an order another status of its present state."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Target, comment_parameter, parameter
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.core.refusal import Refusal
from sales_tui.rules import commenting
from sales_tui.rules.statuses import status_label


@dataclass(frozen=True, slots=True)
class SetStatus(Command):
    """What an order is called, while its state stays."""

    status: str = parameter(Kind.TEXT, "code or name of the new status", required=True, default="")
    comment: str = comment_parameter("the reason")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.1: as long as the state has another status."""
    return commenting.why_not_status(target.order)


def handle(target: Target, command: SetStatus, context: Context) -> Done:
    """Sets the status and writes a history row."""
    order = target.order
    commenting.set_status(order, command.status, command.comment)
    return Done(f"Order {order.increment_id} is {status_label(order.status)} now.")


def inverse(deed: Deed) -> Inverse | None:
    """The status that it had."""
    return Inverse("order.status", {"status": deed.changes["status"][0]}) if "status" in deed.changes else None


ACTION = Action(
    name="order.status",
    title="Set status",
    past="given another status",
    help="Give an order another status of its present state, such as Suspected Fraud.",
    permission="order.status",
    target="order",
    command=SetStatus,
    why_not=why_not,
    handle=handle,
    despite_doubt=True,
    inverse=inverse,
)

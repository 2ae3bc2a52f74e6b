"""Close a return."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Shortcut, Target
from sales_tui.core.refusal import Refusal
from sales_tui.rules import returning


@dataclass(frozen=True, slots=True)
class CloseReturn(Command):
    """End it as it is."""


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §6: any open status."""
    return returning.why_not_change(target.rma)


def handle(target: Target, command: CloseReturn, context: Context) -> Done:
    """From now on it takes comments only."""
    rma = target.rma
    waiting = [(item, item.qty_approved) for item in rma.lines if returning.is_owed(item)]
    returning.close(target.order, rma, context.now)
    words = ""
    if waiting:
        pieces = returning.listed(target.order, waiting).replace("{", "{{").replace("}", "}}")
        words = f" Accepted and not settled: {pieces}; give money back with a refund of the order."
    return Done(f"Return {rma.increment_id} is closed.{words}")


ACTION = Action(
    name="return.close",
    title="Close the return",
    past="closed",
    help="End the return as it is; it can't be changed any more, only commented.",
    permission="return.close",
    target="return",
    command=CloseReturn,
    why_not=why_not,
    handle=handle,
    shortcuts=(Shortcut("x", "close"),),
)

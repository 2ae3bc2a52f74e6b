"""The steps of a return: authorize, receive, approve; deny, reject; take back what nothing arrived for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    Shortcut,
    Target,
    comment_parameter,
    parameter,
)
from sales_tui.actions.return_values import Entries
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules import returning


@dataclass(frozen=True, slots=True)
class StepReturn(Command):
    """Lead items of a return on."""

    items: Entries | None = parameter(Kind.RETURN_ITEMS, "entity_id and qty of each; without it all that can")
    comment: str = comment_parameter()


@dataclass(frozen=True, slots=True)
class RefuseReturn(Command):
    """Say no to items of a return."""

    items: Entries | None = parameter(Kind.RETURN_ITEMS, "entity_id and qty of each; without it all that can")
    comment: str = comment_parameter("why, for the items and the history")


def _why_not(step: str) -> Callable[[Target, Context], Refusal | None]:
    def why_not(target: Target, context: Context) -> Refusal | None:
        return returning.why_not(target.rma, step)

    return why_not


def _advance(step: str) -> Callable[[Target, StepReturn, Context], Done]:
    def handle(target: Target, command: StepReturn, context: Context) -> Done:
        moves = returning.advance(target.order, target.rma, step, command.items, context.now)
        return _say(target, command.comment, returning.STEPS[step].past.capitalize(), moves)

    return handle


def _turn_down(step: str) -> Callable[[Target, RefuseReturn, Context], Done]:
    def handle(target: Target, command: RefuseReturn, context: Context) -> Done:
        moves = returning.turn_down(target.order, target.rma, step, command.items, command.comment, context.now)
        return _say(target, command.comment, returning.STEPS[step].past.capitalize(), moves)

    return handle


def take_back(target: Target, command: StepReturn, context: Context) -> Done:
    """Authorized pieces wait again; pieces that wait are no longer asked for."""
    order, rma = target.order, target.rma
    back, gone = returning.take_back(order, rma, command.items, context.now)
    said = []
    if back:
        said.append(f"Authorization taken back: {returning.listed(order, back)}.")
    if gone:
        said.append(f"No longer asked for: {returning.listed(order, gone)}.")
    return _done(target, command.comment, " ".join(said))


def _say(target: Target, comment: str, past: str, moves: returning.Moves) -> Done:
    return _done(target, comment, f"{past}: {returning.listed(target.order, moves)}.")


def _done(target: Target, comment: str, said: str) -> Done:
    rma = target.rma
    returning.tell(rma, said)
    add_comment(rma, comment)
    words = said.replace("{", "{{").replace("}", "}}")
    return Done(f"Return {rma.increment_id}: {words} Now: {returning.LABELS[rma.status]}.")


def _action(name: str, title: str, key: str, help: str) -> Action:
    refuses = name in ("deny", "reject")
    return Action(
        name=f"return.{name}",
        title=title,
        past=returning.STEPS[name].past,
        help=help,
        permission=f"return.{name}",
        target="return",
        command=RefuseReturn if refuses else StepReturn,
        why_not=_why_not(name),
        handle=take_back if name == "take_back" else (_turn_down if refuses else _advance)(name),
        shortcuts=(Shortcut(key, name.replace("_", " ")),),
        needs_reason=refuses,
    )


AUTHORIZE = _action("authorize", "Authorize", "a", "Allow the customer to send pieces back.")
RECEIVE = _action("receive", "Receive", "a", "Note that pieces have arrived.")
APPROVE = _action(
    "approve", "Approve", "a", "Accept pieces that arrived; they count as returned, and wait to be settled."
)
DENY = _action("deny", "Deny the return", "d", "Don't let the customer send pieces back, and say why.")
REJECT = _action("reject", "Reject what arrived", "z", "Don't accept pieces that arrived, and say why.")
TAKE_BACK = _action(
    "take_back", "Take back", "e", "Undo an authorization, or what was asked for, as long as nothing has arrived."
)

"""Ask the payment system again what became of something that it gave no answer to."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import (
    Action,
    Command,
    Context,
    Done,
    Kind,
    SettlementNeeded,
    Shortcut,
    Target,
    in_doubt,
    parameter,
)
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.gateway import Answer, declined, done


@dataclass(frozen=True, slots=True)
class Settle(Command):
    """Find out, and go on."""

    found: str | None = parameter(
        Kind.CHOICE, "what you found out yourself, where it can't be asked", choices=("done", "not_done")
    )
    txn_id: str | None = parameter(Kind.TEXT, "the transaction's id there, where you found that it was done")


def why_not(target: Target, context: Context) -> Refusal | None:
    """Only what is in doubt can be settled; what an answer may still come to isn't."""
    attempt = target.root.attempt
    if attempt is None:
        return Refusal("settle.nothing", f"{target.number}: the payment system owes no answer.")
    return None if attempt.is_in_doubt(context.now) else in_doubt(target, attempt, context.now)


def handle(target: Target, command: Settle, context: Context) -> Done:
    """The runner asks, and goes on with the action that had asked first."""
    attempt = target.root.attempt
    assert attempt is not None
    raise SettlementNeeded(attempt, _found(command))


def _found(command: Settle) -> Answer | None:
    if command.found == "not_done":
        return declined("a person found that it was not done")
    if command.found != "done":
        return None
    if not command.txn_id:
        raise Refused("settle.txn_id", "Name the transaction that you found, with 'txn_id'.")
    return done(command.txn_id, found_by="a person")


def _action(kind: str, words: str, key: str) -> Action:
    return Action(
        name=f"{kind}.settle",
        title="Ask the payment system again",
        past="asked again",
        help=f"Find out what became of what the payment system gave no answer to, and finish it on the {words}.",
        permission=f"{kind}.settle",
        target=kind,
        command=Settle,
        why_not=why_not,
        handle=handle,
        shortcuts=(Shortcut(key, "ask again"),),
        despite_doubt=True,
        on_archived=True,  # what was begun before, or to cancel it, has to be finished
    )


ORDER = _action("order", "order", "l")
AGREEMENT = _action("agreement", "billing agreement", "l")
QUOTE = _action("quote", "quote", "l")

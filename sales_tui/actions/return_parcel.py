"""Take a parcel in that a customer sent back: what was in it, and what is accepted of that."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, comment_parameter, parameter
from sales_tui.actions.return_values import Entries, Entry
from sales_tui.actions.shared import add_comment
from sales_tui.core.refusal import Refusal
from sales_tui.rules import returning
from sales_tui.rules.return_terms import ReturnTerms, code_of
from sales_tui.rules.returning import Arrival


@dataclass(frozen=True, slots=True)
class ReceiveParcel(Command):
    """What was found in it."""

    items: Entries | None = parameter(
        Kind.PARCEL,
        "entity_id or sku, qty (arrived), accepted, found (condition), shelf, note (why not accepted) of each; "
        "without it all that is awaited",
    )
    comment: str = comment_parameter("what to remember about it; why pieces are rejected")


def why_not(target: Target, context: Context) -> Refusal | None:
    """RULES.md §6: something may still arrive."""
    return returning.why_not_parcel(target.rma)


def handle(target: Target, command: ReceiveParcel, context: Context) -> Done:
    """Authorizes, receives, approves and rejects in one step."""
    order, rma = target.order, target.rma
    arrivals = [_arrival(entry, context.terms.returns) for entry in command.items or ()]
    opened = returning.receive_parcel(order, rma, arrivals, command.comment, context.now)
    parts = (("Accepted", opened.accepted), ("Rejected", opened.rejected))
    said = " ".join(f"{word}: {returning.listed(order, moves)}." for word, moves in parts if moves)
    returning.tell(rma, f"Parcel received. {said}")
    add_comment(rma, command.comment)
    words = said.replace("{", "{{").replace("}", "}}")
    owed = any(returning.is_owed(item) for item, _ in opened.accepted)
    more = " What is accepted waits to be settled." if owed else ""
    return Done(f"Parcel of return {rma.increment_id} received. {words}{more}")


def _arrival(entry: Entry, terms: ReturnTerms) -> Arrival:
    pieces = {name: value for name, value in entry.items() if name in ("entity_id", "sku", "qty")}
    found = code_of(terms.conditions, entry.get("found", ""), "condition")
    return Arrival(pieces, entry.get("accepted"), found, entry.get("shelf", ""), entry.get("note", ""))


ACTION = Action(
    name="return.parcel",
    title="Receive a parcel",
    past="parcel received",
    help="Take a parcel in: what was in it, how it was found, what is accepted, and where it was put.",
    permission="return.receive",
    target="return",
    command=ReceiveParcel,
    why_not=why_not,
    handle=handle,
    alone="Parcels are opened one at a time: each holds something else",
    shortcuts=(Shortcut("s", "parcel"),),
)

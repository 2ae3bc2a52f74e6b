"""Put a finished order away with its documents, and bring it back."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Target
from sales_tui.actions.deeds import Inverse
from sales_tui.core.refusal import Refusal
from sales_tui.rules import archiving


@dataclass(frozen=True, slots=True)
class ArchiveOrder(Command):
    """Out of the grids, and out of work."""


@dataclass(frozen=True, slots=True)
class RestoreOrder(Command):
    """Into the grids again."""


def why_not_archive(target: Target, context: Context) -> Refusal | None:
    """RULES.md §1.5: of a status that may be put away."""
    return archiving.why_not_archive(target.order, context.terms.archive)


def handle_archive(target: Target, command: ArchiveOrder, context: Context) -> Done:
    """Puts it away."""
    archiving.archive(target.order, context.terms.archive, context.now)
    return Done(f"Order {target.order.increment_id} is archived with its documents.")


def why_not_restore(target: Target, context: Context) -> Refusal | None:
    """Only what was put away comes back."""
    return archiving.why_not_restore(target.order)


def handle_restore(target: Target, command: RestoreOrder, context: Context) -> Done:
    """Brings it back."""
    archiving.restore(target.order)
    return Done(f"Order {target.order.increment_id} is out of the archive.")


ARCHIVE = Action(
    name="order.archive",
    title="Archive",
    past="archived",
    help="Put a finished order away with its invoices, shipments and credit memos; archived:yes finds them.",
    permission="order.archive",
    target="order",
    command=ArchiveOrder,
    why_not=why_not_archive,
    handle=handle_archive,
    inverse=lambda deed: Inverse("order.restore"),
)
RESTORE = Action(
    name="order.restore",
    title="Restore",
    past="out of the archive",
    help="Bring an archived order back into the grids, with its documents.",
    permission="order.archive",
    target="order",
    command=RestoreOrder,
    why_not=why_not_restore,
    handle=handle_restore,
    despite_doubt=True,
    on_archived=True,
    inverse=lambda deed: Inverse("order.archive"),
)

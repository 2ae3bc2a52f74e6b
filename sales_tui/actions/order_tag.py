"""Put tags on an order, and take them off: words of the staff's own."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Target, parameter
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.core.refusal import Refusal
from sales_tui.rules import tagging


@dataclass(frozen=True, slots=True)
class TagOrder(Command):
    """Say what an order is to the staff."""

    tags: str = parameter(Kind.TEXT, "words between commas or blanks", required=True, default="")


@dataclass(frozen=True, slots=True)
class UntagOrder(Command):
    """Say that it is so no longer."""

    tags: str = parameter(Kind.TEXT, "words between commas or blanks", required=True, default="")


def why_not_tag(target: Target, context: Context) -> Refusal | None:
    """Every order can be tagged."""
    return None


def handle_tag(target: Target, command: TagOrder, context: Context) -> Done:
    """Adds the tags that aren't there yet."""
    new = tagging.tag(target.order, tagging.read(command.tags))
    return Done(f"Order {target.order.increment_id} is tagged {', '.join(new)}.")


def why_not_untag(target: Target, context: Context) -> Refusal | None:
    """What has no tag loses none."""
    return tagging.why_not_untag(target.order)


def handle_untag(target: Target, command: UntagOrder, context: Context) -> Done:
    """Removes the tags that are there."""
    gone = tagging.untag(target.order, tagging.read(command.tags))
    return Done(f"Order {target.order.increment_id} is no longer tagged {', '.join(gone)}.")


def _differing(deed: Deed) -> str:
    """The tags that the deed added or took away."""
    before, after = (set(tagging.split(value or "")) for value in deed.changes.get("tags", ("", "")))
    return " ".join(sorted(before ^ after))


def _inverse(deed: Deed, action: str) -> Inverse | None:
    words = _differing(deed)
    return Inverse(action, {"tags": words}) if words else None


TAG = Action(
    name="order.tag",
    title="Tag",
    past="tagged",
    help="Put words of your own on an order, such as urgent, to find it by: tag:urgent.",
    permission="order.tag",
    target="order",
    command=TagOrder,
    why_not=why_not_tag,
    handle=handle_tag,
    despite_doubt=True,
    inverse=lambda deed: _inverse(deed, "order.untag"),
)
UNTAG = Action(
    name="order.untag",
    title="Remove tag",
    past="rid of its tag",
    help="Take words of your own off an order again.",
    permission="order.tag",
    target="order",
    command=UntagOrder,
    why_not=why_not_untag,
    handle=handle_untag,
    despite_doubt=True,
    inverse=lambda deed: _inverse(deed, "order.tag"),
)

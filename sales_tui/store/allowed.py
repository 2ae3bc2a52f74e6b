"""Which actions are possible on a record now."""

from __future__ import annotations

from sales_tui.actions import ACTIONS
from sales_tui.actions.base import Context, Target


def allowed_actions(kind: str, target: Target, context: Context) -> list[str]:
    """Their names, in the order of the registry."""
    return [
        action.name for action in ACTIONS.values() if action.target == kind and action.refusal(target, context) is None
    ]

"""Tries an action to its end before a payment system is asked: only what can be recorded then is asked for."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from sales_tui.actions.base import Context
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.store import roots
from sales_tui.store.steps import Step
from sales_tui.store.targets import target_of


def why_not_recorded(connection: Connection, step: Step, context: Context) -> Refusal | None:
    """Why the rest of the action would be refused after the payment system did its part; None where it wouldn't.

    The record is read anew, as the handler that stopped at the question has changed it already.
    """
    assert step.action is not None
    assert step.root_id is not None
    assert step.record_id is not None
    loaded = roots.load(connection, step.group, [step.root_id], lock=True)[step.root_id]
    if step.action.skus is not None:
        roots.stock_up(connection, loaded.root, step.action.skus(step.command))
    try:
        target = target_of(loaded.root, step.action.target, step.record_id)
        step.action.handle(target, step.command, replace(context, foresees=True))
    except Refused as refused:
        return refused.refusal
    return None

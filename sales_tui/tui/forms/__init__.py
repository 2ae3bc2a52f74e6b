"""The forms of the actions: `make_form` gives the screen for an action on an opened record."""

from __future__ import annotations

from sales_tui.tui.forms.make import make_form
from sales_tui.tui.forms.screen import ActionForm

__all__ = ["ActionForm", "make_form"]

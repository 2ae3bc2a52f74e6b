"""The kind of a parameter gives its widget; and a form for any action whose declaration says nothing of its own."""

from __future__ import annotations

from sales_tui.actions.base import Kind, Parameter
from sales_tui.actions.preview import Preview
from sales_tui.actions.shared import CARRIERS
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.choice import Choice
from sales_tui.tui.forms.declare import Entry, Form, Outcome
from sales_tui.tui.forms.field import FormField, Host
from sales_tui.tui.forms.text_block import TextBlock
from sales_tui.tui.forms.text_field import AdjustmentField, AmountField, SignedField, TextField
from sales_tui.tui.forms.tick import Tick
from sales_tui.tui.forms.tracks import Tracks
from sales_tui.tui.forms.words import becomes

UNOFFERED = frozenset(("notify",))
"""Parameters that no form offers: there is no mail."""

_OF_LINES = (Kind.ITEMS, Kind.STOCK)
"""Parameters that are cells in the table of lines."""


def make_field(host: Host, case: Case, entry: Entry) -> FormField:
    """The field for a parameter of the case's action. Raises KeyError for an unknown one."""
    parameter = {one.name: one for one in case.action.parameters}[entry.name]
    required = parameter.required or bool(entry.missing)
    if parameter.kind is Kind.TRACKS:
        return Tracks(host, entry, required, likely_carrier(case))
    if parameter.kind is Kind.FLAG:
        return Tick(host, entry)
    if parameter.kind is Kind.AMOUNT:
        return AmountField(host, entry, required)
    if parameter.kind is Kind.SIGNED:
        return SignedField(host, entry, required)
    if parameter.kind is Kind.ADJUSTMENT:
        return AdjustmentField(host, entry, required)
    if entry.options:
        return Choice(host, entry, required)
    return TextBlock(host, entry, required) if entry.several_lines else TextField(host, entry, required)


def likely_carrier(case: Case) -> str:
    """The carrier that the customer's shipping method names, such as ups_GND; custom where it names none we know."""
    carrier = str(case.rest.get("shipping_method") or "").partition("_")[0].lower()
    return carrier if carrier in CARRIERS else "custom"


def plain_form(case: Case) -> Form:
    """A field for each parameter, and what the order becomes."""
    entries = tuple(
        _entry(case, one) for one in case.action.parameters if one.name not in UNOFFERED and one.kind not in _OF_LINES
    )

    def outcome(seen: Preview) -> Outcome:
        return Outcome(becomes(case.order, seen.order))

    return Form(blocks=entries, outcome=outcome)


def _entry(case: Case, parameter: Parameter) -> Entry:
    words = parameter.name.replace("_", " ").capitalize()
    options = tuple((choice, choice.replace("_", " ")) for choice in parameter.choices)
    return Entry(
        parameter.name,
        parameter.help if parameter.kind is Kind.FLAG else words,
        preset=case.preset.get(parameter.name),
        options=options,
        decimals=case.order.base_digits,
        counted=case.order.base_currency_code,
    )

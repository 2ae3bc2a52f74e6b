"""Take a comment back that was written here, as long as nobody outside has been told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Target, comment_parameter, parameter
from sales_tui.actions.deeds import Deed, Inverse
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules import commenting
from sales_tui.rules.quote_records import Quote
from sales_tui.rules.records import Order
from sales_tui.rules.remarks import Remark, remarks_on, take_back, why_none

ALONE = "Comments are taken back one at a time: each is another"


@dataclass(frozen=True, slots=True)
class Uncomment(Command):
    """Which comment, by its text and its moment."""

    comment: str = comment_parameter("its text, as it stands there", required=True)
    at: str = parameter(Kind.TEXT, "when it was written, ISO 8601; without it the newest with that text", default="")


@dataclass(frozen=True, slots=True)
class UncommentOrder(Command):
    """Which comment, by its text and its moment."""

    comment: str = comment_parameter("its text, as it stands there", required=True)
    at: str = parameter(Kind.TEXT, "when it was written, ISO 8601; without it the newest with that text", default="")
    status: str = parameter(Kind.TEXT, "status that the order gets back", default="")


def remarks_of(target: Target, kind: str) -> list[Remark]:
    """The comments that were written here on the target."""
    record = target.document or target.root
    assert isinstance(target.root, Order | Quote)
    return remarks_on(target.root, kind, record.id)


def _name(target: Target, words: str) -> str:
    return f"{words[:1].upper()}{words[1:]} {target.number}"


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            "parameter.invalid", f"'at' is '{text}', which is no moment such as 2026-11-23T10:42:00Z."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _action(kind: str, words: str) -> Action:
    def why_not(target: Target, context: Context) -> Refusal | None:
        return why_none(remarks_of(target, kind), _name(target, words))

    def handle(target: Target, command: Uncomment | UncommentOrder, context: Context) -> Done:
        assert isinstance(target.root, Order | Quote)
        name = _name(target, words)
        take_back(target.root, remarks_of(target, kind), command.comment, _moment(command.at), name)
        if isinstance(command, UncommentOrder) and command.status:
            commenting.put_back(target.order, command.status)
        return Done(f"{name}: comment taken back.")

    def inverse(deed: Deed) -> Inverse | None:
        # Who took it back for good can write another; as part of an undo, all that was said is known.
        return Inverse(f"{kind}.comment", deed.undid.parameters) if deed.undid else None

    return Action(
        name=f"{kind}.uncomment",
        title="Take comment back",
        past="rid of a comment",
        help=f"Take a comment back that was written here on the {words} and that nobody outside was sent.",
        permission=f"{kind}.comment",
        target=kind,
        command=UncommentOrder if kind == "order" else Uncomment,
        why_not=why_not,
        handle=handle,
        despite_doubt=True,
        alone=ALONE,
        reads_remarks=True,
        inverse=inverse,
    )


ORDER, INVOICE, SHIPMENT, CREDITMEMO, RETURN, QUOTE = (
    _action(kind, words)
    for kind, words in (
        ("order", "order"),
        ("invoice", "invoice"),
        ("shipment", "shipment"),
        ("creditmemo", "credit memo"),
        ("return", "return"),
        ("quote", "quote"),
    )
)

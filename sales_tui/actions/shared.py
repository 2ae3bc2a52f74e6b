"""What several actions do alike: comments on documents, tracking numbers, and what isn't set up yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sales_tui.actions.base import Document, Terms, Tracks
from sales_tui.actions.deeds import Deed
from sales_tui.core.refusal import Refusal, Refused
from sales_tui.rules.records import Comment, Order, Track

CARRIERS = {"custom": "Custom", "dhl": "DHL", "fedex": "FedEx", "ups": "UPS", "usps": "USPS"}
"""Carriers by code, with the title a tracking number gets by default (RULES.md §5)."""


def check_notify(notify: bool) -> None:
    """Raises Refused where an e-mail is asked for: none could be sent."""
    if notify:
        raise Refused("mail.not_set_up", "No mail is set up, so the customer can't be e-mailed; leave 'notify' out.")


def is_online(order: Order, terms: Terms) -> bool:
    """Whether a payment system that is set up here moves the order's money."""
    method = terms.methods.get(order.payment_method)
    return method is not None and method.is_online


def gateway_missing(order: Order, terms: Terms) -> Refusal | None:
    """Why money can't be moved online for this order; None where its payment system is set up or it needs none."""
    if not order.payment_method or order.payment_method in terms.methods:
        return None
    return Refusal(
        "payment.no_gateway",
        f"Order {order.increment_id} is paid by '{order.payment_method}', whose gateway is not set up here; "
        "charge it in its own system, then invoice with capture 'offline'.",
    )


def said(sentences: Iterable[str]) -> str:
    """Sentences for the end of a message. Names in them may hold braces, which stand for numbers of documents there."""
    return "".join(f" {sentence}" for sentence in sentences).replace("{", "{{").replace("}", "}}")


def add_comment(document: Document, comment: str, *, visible: bool = False) -> None:
    """Put a comment on a document; blank ones are left out."""
    if comment.strip():
        document.new_comments.append(Comment(comment, is_visible_on_front=visible))


def said_in(deed: Deed) -> dict[str, Any]:
    """Which comment a deed wrote, as parameters of what takes it back: it is stored at the moment of the deed."""
    return {"comment": deed.parameters.get("comment", ""), "at": deed.at.isoformat()}


def read_tracks(tracks: Tracks) -> list[Track]:
    """Tracking numbers as records. Raises Refused where carrier or number is missing (RULES.md §5)."""
    return [_track(track) for track in tracks]


def put_tracks(there: list[Track], tracks: Tracks, name: str) -> None:
    """Add tracking numbers to those that are there; `name` says of what. Raises Refused where one is there already."""
    known = {track.track_number for track in there}
    new = read_tracks(tracks)
    if not new:
        raise Refused("track.number", "Please enter a tracking number.")
    for track in new:
        if track.track_number in known:
            raise Refused("track.known", f"{name} already has tracking number {track.track_number}.")
        known.add(track.track_number)
    there.extend(new)


def take_track(there: list[Track], number: str, name: str) -> None:
    """Take a tracking number off. Raises Refused where it isn't there."""
    wanted = number.strip()
    kept = [track for track in there if track.track_number != wanted]
    if len(kept) == len(there):
        raise Refused("track.unknown", f"{name} has no tracking number {wanted}.")
    there[:] = kept


def _track(track: Mapping[str, str]) -> Track:
    carrier = track.get("carrier_code", "").strip().lower()
    number = track.get("track_number", "").strip()
    if not carrier:
        raise Refused("track.carrier", "Please specify a carrier.")
    if not number:
        raise Refused("track.number", "Please enter a tracking number.")
    return Track(carrier, track.get("title", "").strip() or CARRIERS.get(carrier, carrier), number)

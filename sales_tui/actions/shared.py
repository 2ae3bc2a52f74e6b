"""What several actions do alike: comments on documents, tracking numbers, and what isn't set up yet."""

from __future__ import annotations

from collections.abc import Mapping

from sales_tui.actions.base import Document, Terms, Tracks
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


def add_comment(document: Document, comment: str, *, visible: bool = False) -> None:
    """Put a comment on a document; blank ones are left out."""
    if comment.strip():
        document.new_comments.append(Comment(comment, is_visible_on_front=visible))


def read_tracks(tracks: Tracks) -> list[Track]:
    """Tracking numbers as records. Raises Refused where carrier or number is missing (RULES.md §5)."""
    return [_track(track) for track in tracks]


def _track(track: Mapping[str, str]) -> Track:
    carrier = track.get("carrier_code", "").strip().lower()
    number = track.get("track_number", "").strip()
    if not carrier:
        raise Refused("track.carrier", "Please specify a carrier.")
    if not number:
        raise Refused("track.number", "Please enter a tracking number.")
    return Track(carrier, track.get("title", "").strip() or CARRIERS.get(carrier, carrier), number)

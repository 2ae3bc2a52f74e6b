"""Add tracking numbers to a shipment, or take them off."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, Tracks, parameter
from sales_tui.actions.shared import put_tracks, take_track
from sales_tui.core.refusal import Refusal
from sales_tui.rules.records import Shipment


@dataclass(frozen=True, slots=True)
class TrackShipment(Command):
    """Note the carrier's number of a parcel."""

    tracks: Tracks = parameter(
        Kind.TRACKS, "carrier_code, track_number and, if you like, title", default=(), required=True
    )


@dataclass(frozen=True, slots=True)
class UntrackShipment(Command):
    """Take a wrong tracking number off."""

    track_number: str = parameter(Kind.TEXT, "the number to take off", default="", required=True)


def why_not_track(target: Target, context: Context) -> Refusal | None:
    """Tracking numbers can be added any time (RULES.md §5)."""
    return None


def handle_track(target: Target, command: TrackShipment, context: Context) -> Done:
    """Adds the numbers; one that is there already is refused."""
    shipment = _shipment(target)
    put_tracks(shipment.tracks, command.tracks, f"Shipment {shipment.increment_id}")
    return Done(f"Tracking added to shipment {shipment.increment_id}.")


def why_not_untrack(target: Target, context: Context) -> Refusal | None:
    """Only where there is a number to take off."""
    if _shipment(target).tracks:
        return None
    return Refusal("track.none", f"Shipment {target.number} has no tracking number.")


def handle_untrack(target: Target, command: UntrackShipment, context: Context) -> Done:
    """Removes the number."""
    shipment = _shipment(target)
    take_track(shipment.tracks, command.track_number, f"Shipment {shipment.increment_id}")
    return Done(f"Tracking number taken off shipment {shipment.increment_id}.")


def _shipment(target: Target) -> Shipment:
    assert isinstance(target.document, Shipment)
    return target.document


TRACK = Action(
    name="shipment.track",
    title="Add tracking number",
    past="tracking added",
    help="Add a carrier's tracking number to the shipment.",
    permission="shipment.track",
    target="shipment",
    command=TrackShipment,
    why_not=why_not_track,
    handle=handle_track,
    alone="Tracking numbers are typed one shipment at a time: each parcel has its own",
    shortcuts=(Shortcut("t", "tracking"),),
)
UNTRACK = Action(
    name="shipment.untrack",
    title="Remove tracking number",
    past="tracking removed",
    help="Take a wrong tracking number off the shipment.",
    permission="shipment.track",
    target="shipment",
    command=UntrackShipment,
    why_not=why_not_untrack,
    handle=handle_untrack,
    alone="Tracking numbers are typed one shipment at a time: each parcel has its own",
    shortcuts=(Shortcut("d", "remove tracking"),),
)

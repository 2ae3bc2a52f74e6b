"""Add tracking numbers to a return, or take them off."""

from __future__ import annotations

from dataclasses import dataclass

from sales_tui.actions.base import Action, Command, Context, Done, Kind, Shortcut, Target, Tracks, parameter
from sales_tui.actions.shared import put_tracks, take_track
from sales_tui.core.refusal import Refusal
from sales_tui.rules import returning


@dataclass(frozen=True, slots=True)
class TrackReturn(Command):
    """Note the carrier's number of a parcel on its way back."""

    tracks: Tracks = parameter(
        Kind.TRACKS, "carrier_code, track_number and, if you like, title", default=(), required=True
    )


@dataclass(frozen=True, slots=True)
class UntrackReturn(Command):
    """Take a wrong tracking number off."""

    track_number: str = parameter(Kind.TEXT, "the number to take off", default="", required=True)


def why_not_track(target: Target, context: Context) -> Refusal | None:
    """As long as the return isn't closed (RULES.md §6)."""
    return returning.why_not_change(target.rma)


def handle_track(target: Target, command: TrackReturn, context: Context) -> Done:
    """Adds the numbers; one that is there already is refused."""
    rma = target.rma
    put_tracks(rma.tracks, command.tracks, f"Return {rma.increment_id}")
    target.order.touched = True
    return Done(f"Tracking added to return {rma.increment_id}.")


def why_not_untrack(target: Target, context: Context) -> Refusal | None:
    """Only where there is a number to take off."""
    if refusal := returning.why_not_change(target.rma):
        return refusal
    return None if target.rma.tracks else Refusal("track.none", f"Return {target.number} has no tracking number.")


def handle_untrack(target: Target, command: UntrackReturn, context: Context) -> Done:
    """Removes the number."""
    rma = target.rma
    take_track(rma.tracks, command.track_number, f"Return {rma.increment_id}")
    target.order.touched = True
    return Done(f"Tracking number taken off return {rma.increment_id}.")


TRACK = Action(
    name="return.track",
    title="Add tracking number",
    past="tracking added",
    help="Add a carrier's number of a parcel on its way back.",
    permission="return.track",
    target="return",
    command=TrackReturn,
    why_not=why_not_track,
    handle=handle_track,
    alone="Tracking numbers are typed one return at a time: each parcel has its own",
    shortcuts=(Shortcut("t", "tracking"),),
)
UNTRACK = Action(
    name="return.untrack",
    title="Remove tracking number",
    past="tracking removed",
    help="Take a wrong tracking number off the return.",
    permission="return.track",
    target="return",
    command=UntrackReturn,
    why_not=why_not_untrack,
    handle=handle_untrack,
    alone="Tracking numbers are typed one return at a time: each parcel has its own",
)

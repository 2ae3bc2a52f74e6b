"""The forms that add a tracking number to a shipment or a return, and take one off."""

from __future__ import annotations

from collections.abc import Sequence

from sales_tui.actions.preview import Preview
from sales_tui.rules.records import Shipment, Track
from sales_tui.rules.return_records import Return
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Notes, Outcome


def declare_track(case: Case) -> Form:
    """The numbers that are there, and fields for more."""
    known = tuple(("Known" if not at else "", _words(track)) for at, track in enumerate(_document(case).tracks))
    return Form(
        blocks=(
            *((Notes(known),) if known else ()),
            Entry("tracks", "Tracking", missing="Scan or type a number first."),
        ),
        outcome=lambda seen: Outcome(_has(case, seen), figure=_added(case, seen)),
        points={"": "tracks"},
        verb="add",
    )


def declare_untrack(case: Case) -> Form:
    """A choice among the numbers; a single one is chosen already."""
    tracks = _document(case).tracks
    options = tuple((track.track_number, _words(track)) for track in tracks)
    return Form(
        blocks=(
            Entry(
                "track_number",
                "Take off",
                preset=options[0][0] if len(options) == 1 else None,
                options=options,
                upright=True,
                missing="Choose the number to take off first.",
            ),
        ),
        outcome=lambda seen: Outcome(_has(case, seen)),
        points={"": "track_number"},
        verb="take it off",
    )


def _document(case: Case) -> Shipment | Return:
    assert isinstance(case.opened.target.document, Shipment | Return)
    return case.opened.target.document


def _after(case: Case, seen: Preview) -> Shipment | Return:
    document = _document(case)
    made: Sequence[Shipment | Return] = seen.order.shipments if isinstance(document, Shipment) else seen.order.returns
    return next(one for one in made if one.id == document.id)


def _added(case: Case, seen: Preview) -> str:
    more = len(_after(case, seen).tracks) - len(_document(case).tracks)
    return f"{more} numbers" if more > 1 else ""


def _has(case: Case, seen: Preview) -> str:
    count, what = len(_after(case, seen).tracks), case.action.target
    if not count:
        return f"The {what} has no tracking number then."
    return f"The {what} has {count} tracking number{'s' * (count > 1)} then."


def _words(track: Track) -> str:
    return f"{track.track_number}   {track.title or track.carrier_code}"

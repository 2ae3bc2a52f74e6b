"""What people call what is in the print queue."""

from __future__ import annotations

from sales_tui.rules.print_records import PAPERS

KINDS = {kind: paper.capitalize() for kind, paper in PAPERS.items()}
"""What comes out of the printer, by kind of document."""

STATES = {"waiting": "Waiting", "printing": "Being printed", "printed": "Printed", "removed": "Removed"}

"""The workspaces, one file and one line each; these registries are all that grids, command line and keys know of them.

A file is loaded when its workspace is first looked at: a start shows one of them, and of the others only the names.
"""

from __future__ import annotations

from sales_tui.workspaces.registry import Entry, Registry

ENTRIES = {
    entry.name: entry
    for entry in (
        Entry("quotes", "Quotes", "quote", "q", "1"),
        Entry("orders", "Orders", "order", "o", "2"),
        Entry("invoices", "Invoices", "invoice", "i", "3"),
        Entry("shipments", "Shipments", "shipment", "s", "4"),
        Entry("creditmemos", "Credit memos", "creditmemo", "c", "5"),
        Entry("returns", "Returns", "return", "r", "6"),
        Entry("agreements", "Billing agreements", "agreement", "b", "7"),
        Entry("transactions", "Transactions", "transaction", "t", "8"),
        Entry("accounts", "Credit accounts", "account"),
        Entry("settlement", "Settlement lines", "settlement_line"),
        Entry("prints", "Prints", "print"),
        Entry("jobs", "Jobs", "job"),
        Entry("outcomes", "Outcomes", "job_record"),
        Entry("journal", "Journal entries", "journal_entry"),
    )
}
"""What is known of every workspace from the start, by its name, in the order of the menu; those without a tab at the
end."""

WORKSPACES = Registry({name: name for name in ENTRIES})
"""Every workspace by its name, in the same order."""

PLACES = Registry({entry.kind: name for name, entry in ENTRIES.items()})
"""The same by the kind of their records."""

TABS = {name: entry for name, entry in ENTRIES.items() if entry.has_tab}
"""Those in the menu."""

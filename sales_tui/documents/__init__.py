"""Documents on paper, as plain text: invoices, packing slips, credit memos, orders; and the runs that print them."""

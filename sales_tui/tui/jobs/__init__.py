"""Actions on many records: what would become of them, carrying it out beside everything else, what became of them."""

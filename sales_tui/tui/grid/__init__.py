"""The grid: a table of records that stay in the database; the screen holds windows of them."""

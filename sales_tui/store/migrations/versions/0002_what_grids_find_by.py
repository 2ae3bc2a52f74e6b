"""What grids find records by: a search index, numbers backwards, what is left to do, indexes that grids walk along."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import DBAPIError

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBERED = ("sales_order", "invoice", "shipment", "creditmemo")

UNUSED = {
    "sales_order": ("created", "status", "store", "billing_name", "shipping_name", "customer_email"),
    "invoice": ("state",),
    "creditmemo": ("state",),
    "customer": ("email",),
    "order_item": ("sku",),
    "shipment_track": ("track_number",),
}

GRID = (
    *("created_at", "id", "status", "state", "store_id"),
    *("base_currency_code", "base_grand_total", "base_total_paid", "base_total_due", "base_total_refunded"),
    *("grand_total", "total_paid", "total_due", "total_refunded"),
    *("payment_method", "customer_group_id", "qty_to_invoice", "qty_to_ship"),
)

TEXTS = (
    *("billing_name", "shipping_name", "customer_name", "customer_email", "company", "telephone", "street", "city"),
    *("postcode", "sku", "po_number", "coupon_code", "tracking", "transaction_id", "shipping", "text"),
)

LEFT = {
    "qty_to_invoice": ("qty_ordered - qty_invoiced - qty_canceled", "is_dummy = 0"),
    "qty_to_ship": (
        "qty_ordered - qty_shipped - qty_refunded - qty_canceled",
        "is_virtual + ships_with_parent + ships_in_parts = 0",
    ),
}
"""Column -> (what of a line is left, which lines count)."""


def upgrade() -> None:
    """Make the change. The search index is filled once the schema is complete (`store.schema`)."""
    for table, names in UNUSED.items():
        for name in names:
            op.drop_index(f"ix_{table}_{name}", table)
    _add_columns()
    _fill_columns()
    _create_indexes()
    _create_search()


def _add_columns() -> None:
    for table in NUMBERED:
        op.add_column(table, sa.Column("number_tail", SORTED, nullable=False, server_default=""))
    for name in LEFT:
        op.add_column("sales_order", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("sales_order", sa.Column("pickup_location_code", sa.String(), nullable=True))


def _fill_columns() -> None:
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        driver: Any = bind.connection.driver_connection
        driver.create_function("reverse", 1, lambda number: number[::-1], deterministic=True)
    sums = {
        name: f"(SELECT coalesce(sum(CASE WHEN {left} > 0 THEN {left} ELSE 0 END), 0) FROM order_item "
        f"WHERE order_id = sales_order.id AND {counts})"
        for name, (left, counts) in LEFT.items()
    }
    for table in NUMBERED:
        values = {"number_tail": "reverse(increment_id)", **(sums if table == "sales_order" else {})}
        op.execute(f"UPDATE {table} SET {', '.join(f'{name} = {value}' for name, value in values.items())}")


def _create_indexes() -> None:
    for table in NUMBERED:
        op.create_index(f"ix_{table}_number_tail", table, ["number_tail"])
    op.create_index("ix_store_name", "store", ["name", "id"])
    op.create_index("ix_sales_order_grid", "sales_order", list(GRID))
    op.create_index("ix_sales_order_status", "sales_order", ["status", "id"])
    op.create_index("ix_sales_order_store", "sales_order", ["store_id", "id"])
    for table in ("invoice", "creditmemo"):
        for name in ("state", "grand_total", "base_grand_total"):
            op.create_index(f"ix_{table}_{name}", table, [name, "id"])


def _create_search() -> None:
    op.create_table(
        "order_search",
        sa.Column("order_id", KEY, nullable=False, autoincrement=False),
        *(sa.Column(name, SORTED, nullable=False, server_default="") for name in TEXTS),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("order_id"),
    )
    for name in TEXTS[:4]:
        op.create_index(f"ix_order_search_{name}", "order_search", [name, "order_id"])
    if op.get_bind().dialect.name == "sqlite":
        _index_pieces_in_sqlite()
    else:
        _index_pieces_in_postgresql()


def _index_pieces_in_sqlite() -> None:
    """Pieces of three letters, without their places: those are looked up in the row itself."""
    op.execute(
        "CREATE VIRTUAL TABLE order_search_fts USING fts5(text, content='order_search', content_rowid='order_id', "
        "tokenize='trigram case_sensitive 1', detail=none)"
    )
    add = "INSERT INTO order_search_fts (rowid, text) VALUES (new.order_id, new.text);"
    remove = "INSERT INTO order_search_fts (order_search_fts, rowid, text) VALUES ('delete', old.order_id, old.text);"
    for name, when, what in (
        ("insert", "AFTER INSERT ON order_search", add),
        ("delete", "AFTER DELETE ON order_search", remove),
        ("update", "AFTER UPDATE OF text ON order_search WHEN old.text <> new.text", remove + add),
    ):
        op.execute(f"CREATE TRIGGER order_search_{name} {when} BEGIN {what} END")


def _index_pieces_in_postgresql() -> None:
    """Likewise. Where the server doesn't have the extension, searching is slower but finds the same."""
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            bind.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            bind.exec_driver_sql("CREATE INDEX ix_order_search_text ON order_search USING gin (text gin_trgm_ops)")
    except DBAPIError:
        return

"""Returns, the pieces that went back to stock, and a small catalog."""

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HEADS = ("rma",)
"""What grids show, and what is told to those who listen."""


def upgrade() -> None:
    """Make the change."""
    _create_product()
    _create_product_price()
    _create_rma()
    _create_rma_comment()
    _create_rma_track()
    _create_rma_item()
    _create_stock_movement()
    if op.get_bind().dialect.name == "postgresql":
        _notify_of_changes()


def _create_product() -> None:
    op.create_table(
        "product",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("sku", SORTED, nullable=False),
        sa.Column("name", SORTED, nullable=False),
        sa.Column("type_id", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("qty", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_class", sa.String(), nullable=False),
        sa.Column("tax_percent", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("bin_location", sa.String(), nullable=False),
        sa.Column("is_active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("is_returnable", sa.Integer(), server_default="1", nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sku"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_product_barcode", "product", ["barcode"], unique=False)


def _create_product_price() -> None:
    op.create_table(
        "product_price",
        sa.Column("id", KEY, nullable=False),
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("qty", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("price", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("product_id", "group_code", "qty"),
    )
    op.create_index("ix_product_price_product_id", "product_price", ["product_id"], unique=False)


def _create_rma() -> None:
    op.create_table(
        "rma",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("made_here", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("email_sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("status", SORTED, nullable=False),
        sa.Column("customer_custom_email", sa.String(), nullable=True),
        sa.Column("return_address", sa.String(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("increment_id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_rma_created", "rma", ["created_at", "id"], unique=False)
    op.create_index("ix_rma_number_tail", "rma", ["number_tail"], unique=False)
    op.create_index("ix_rma_order_id", "rma", ["order_id"], unique=False)
    op.create_index("ix_rma_status", "rma", ["status", "id"], unique=False)
    op.create_index("ix_rma_updated", "rma", ["updated_at", "id"], unique=False)


def _create_rma_comment() -> None:
    op.create_table(
        "rma_comment",
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("is_customer_notified", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_visible_on_front", sa.Integer(), server_default="0", nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["rma.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rma_comment_parent_id", "rma_comment", ["parent_id"], unique=False)


def _create_rma_track() -> None:
    op.create_table(
        "rma_track",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("carrier_code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("track_number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["rma.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rma_track_parent_id", "rma_track", ["parent_id"], unique=False)
    op.create_index("ix_rma_track_track_number", "rma_track", ["track_number"], unique=False)


def _create_rma_item() -> None:
    op.create_table(
        "rma_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("order_item_id", KEY, nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("qty_requested", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("qty_authorized", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("qty_returned", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("qty_approved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reason_text", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("creditmemo_id", KEY, nullable=True),
        sa.Column("exchange_order_id", KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["creditmemo_id"],
            ["creditmemo.id"],
        ),
        sa.ForeignKeyConstraint(
            ["exchange_order_id"],
            ["sales_order.id"],
        ),
        sa.ForeignKeyConstraint(["order_item_id"], ["order_item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["rma.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_rma_item_creditmemo_id", "rma_item", ["creditmemo_id"], unique=False)
    op.create_index("ix_rma_item_exchange_order_id", "rma_item", ["exchange_order_id"], unique=False)
    op.create_index("ix_rma_item_order_item_id", "rma_item", ["order_item_id"], unique=False)
    op.create_index("ix_rma_item_parent_id", "rma_item", ["parent_id"], unique=False)


def _create_stock_movement() -> None:
    op.create_table(
        "stock_movement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("order_item_id", KEY, nullable=False),
        sa.Column("creditmemo_id", KEY, nullable=True),
        sa.Column("rma_id", KEY, nullable=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("qty", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creditmemo_id"],
            ["creditmemo.id"],
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["order_item_id"], ["order_item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["rma_id"],
            ["rma.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stock_movement_creditmemo_id", "stock_movement", ["creditmemo_id"], unique=False)
    op.create_index("ix_stock_movement_order_id", "stock_movement", ["order_id"], unique=False)
    op.create_index("ix_stock_movement_rma_id", "stock_movement", ["rma_id"], unique=False)
    op.create_index("ix_stock_movement_sku", "stock_movement", ["sku", "id"], unique=False)


def _notify_of_changes() -> None:
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )

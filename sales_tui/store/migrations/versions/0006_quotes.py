"""Negotiable quotes, and what companies need for them."""

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HEADS = ("quote",)
"""What grids show, and what is told to those who listen."""


def upgrade() -> None:
    """Make the change."""
    _create_quote()
    _create_quote_comment()
    _create_quote_item()
    _create_quote_log()
    _create_quote_attachment()
    _extend_company()
    if op.get_bind().dialect.name == "postgresql":
        _notify_of_changes()


def _create_quote() -> None:
    op.create_table(
        "quote",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("name", SORTED, nullable=False),
        sa.Column("status", SORTED, nullable=False),
        sa.Column("store_id", KEY, nullable=False),
        sa.Column("company_id", KEY, nullable=True),
        sa.Column("company_name", SORTED, nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("buyer_name", SORTED, nullable=False),
        sa.Column("buyer_email", SORTED, nullable=False),
        sa.Column("customer_group", sa.String(), nullable=False),
        sa.Column("sales_rep", SORTED, nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("copied_from", sa.String(), nullable=False),
        sa.Column("base_currency_code", sa.String(), nullable=False),
        sa.Column("quote_currency_code", sa.String(), nullable=False),
        sa.Column("base_to_quote_rate", sa.Text(), server_default="1", nullable=False),
        sa.Column("negotiated_type", sa.String(), nullable=False),
        sa.Column("negotiated_value", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_stale", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shipping_method", sa.String(), nullable=True),
        sa.Column("shipping_description", sa.String(), nullable=True),
        sa.Column("shipping_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_shipping_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("proposed_shipping_amount", sa.BigInteger(), nullable=True),
        sa.Column("shipping_address", sa.Text(), nullable=False),
        sa.Column("billing_address", sa.Text(), nullable=False),
        sa.Column("base_total_cost", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("catalog_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_catalog_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("original_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_original_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("negotiated_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_negotiated_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_tax_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("grand_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_grand_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("locked_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.ForeignKeyConstraint(
            ["store_id"],
            ["store.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("increment_id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_quote_base_original", "quote", ["base_original_total", "id"], unique=False)
    op.create_index("ix_quote_company", "quote", ["company_name", "id"], unique=False)
    op.create_index("ix_quote_company_id", "quote", ["company_id"], unique=False)
    op.create_index("ix_quote_created", "quote", ["created_at", "id"], unique=False)
    op.create_index("ix_quote_customer_id", "quote", ["customer_id"], unique=False)
    op.create_index("ix_quote_negotiated", "quote", ["negotiated_total", "id"], unique=False)
    op.create_index("ix_quote_number_tail", "quote", ["number_tail"], unique=False)
    op.create_index("ix_quote_order_id", "quote", ["order_id"], unique=False)
    op.create_index("ix_quote_status", "quote", ["status", "id"], unique=False)
    op.create_index("ix_quote_updated", "quote", ["updated_at", "id"], unique=False)


def _create_quote_comment() -> None:
    op.create_table(
        "quote_comment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("is_seller", sa.Integer(), server_default="1", nullable=False),
        sa.Column("is_draft", sa.Integer(), server_default="0", nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["quote.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quote_comment_parent_id", "quote_comment", ["parent_id"], unique=False)


def _create_quote_item() -> None:
    op.create_table(
        "quote_item",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", KEY, nullable=True),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("qty", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_cost", sa.BigInteger(), nullable=True),
        sa.Column("price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cart_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_cart_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("proposed_type", sa.String(), nullable=False),
        sa.Column("proposed_value", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("proposed_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_proposed_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_discount_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("row_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_row_total", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_percent", sa.Text(), server_default="0", nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("base_tax_amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_virtual", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["quote.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quote_item_parent_id", "quote_item", ["parent_id"], unique=False)


def _create_quote_log() -> None:
    op.create_table(
        "quote_log",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["quote.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quote_log_parent_id", "quote_log", ["parent_id"], unique=False)


def _create_quote_attachment() -> None:
    op.create_table(
        "quote_attachment",
        sa.Column("id", KEY, nullable=False),
        sa.Column("parent_id", KEY, nullable=False),
        sa.Column("comment_id", KEY, nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["quote_comment.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["quote.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quote_attachment_parent_id", "quote_attachment", ["parent_id"], unique=False)


def _extend_company() -> None:
    for name in ("sales_rep", "group_code"):
        op.add_column("company", sa.Column(name, sa.String(), server_default="", nullable=False))


def _notify_of_changes() -> None:
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )

"""Payments: transactions, what was asked of payment systems, billing agreements, accounts, settlements."""

import sqlalchemy as sa
from alembic import op

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SORTED = sa.String().with_variant(sa.String(collation="C"), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HEADS = ("payment_transaction", "billing_agreement", "credit_account", "settlement_line")
"""What grids show, and what is told to those who listen."""


def upgrade() -> None:
    """Make the change."""
    _create_company()
    _create_settlement()
    _create_billing_agreement()
    _create_credit_account()
    _create_billing_agreement_order()
    _create_credit_entry()
    _create_payment_attempt()
    _create_payment_transaction()
    _create_settlement_line()
    _extend_tables()
    if op.get_bind().dialect.name == "postgresql":
        _notify_of_changes()


def _create_company() -> None:
    op.create_table(
        "company",
        sa.Column("id", KEY, nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("name", SORTED, nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_company_name", "company", ["name"], unique=False)


def _create_settlement() -> None:
    op.create_table(
        "settlement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )


def _create_billing_agreement() -> None:
    op.create_table(
        "billing_agreement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("reference_id", SORTED, nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("customer_email", SORTED, nullable=False),
        sa.Column("customer_firstname", SORTED, nullable=False),
        sa.Column("customer_lastname", SORTED, nullable=False),
        sa.Column("method_code", sa.String(), nullable=False),
        sa.Column("agreement_label", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("store_id", KEY, nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["store_id"],
            ["store.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("increment_id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_billing_agreement_created", "billing_agreement", ["created_at", "id"], unique=False)
    op.create_index("ix_billing_agreement_customer_id", "billing_agreement", ["customer_id"], unique=False)
    op.create_index("ix_billing_agreement_email", "billing_agreement", ["customer_email", "id"], unique=False)
    op.create_index("ix_billing_agreement_number_tail", "billing_agreement", ["number_tail"], unique=False)
    op.create_index("ix_billing_agreement_reference", "billing_agreement", ["reference_id", "id"], unique=False)
    op.create_index("ix_billing_agreement_status", "billing_agreement", ["status", "id"], unique=False)
    op.create_index("ix_billing_agreement_updated", "billing_agreement", ["updated_at", "id"], unique=False)


def _create_credit_account() -> None:
    op.create_table(
        "credit_account",
        sa.Column("id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_id", KEY, nullable=True),
        sa.Column("company_id", KEY, nullable=True),
        sa.Column("owner", SORTED, nullable=False),
        sa.Column("owner_email", SORTED, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("balance", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("balance + credit_limit >= 0", name="ck_credit_account_covered"),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customer.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("increment_id"),
        sa.UniqueConstraint("kind", "company_id", "currency"),
        sa.UniqueConstraint("kind", "customer_id", "currency"),
    )
    op.create_index("ix_credit_account_balance", "credit_account", ["balance", "id"], unique=False)
    op.create_index("ix_credit_account_company_id", "credit_account", ["company_id"], unique=False)
    op.create_index("ix_credit_account_created", "credit_account", ["created_at", "id"], unique=False)
    op.create_index("ix_credit_account_customer_id", "credit_account", ["customer_id"], unique=False)
    op.create_index("ix_credit_account_number_tail", "credit_account", ["number_tail"], unique=False)
    op.create_index("ix_credit_account_owner", "credit_account", ["owner", "id"], unique=False)
    op.create_index("ix_credit_account_updated", "credit_account", ["updated_at", "id"], unique=False)


def _create_billing_agreement_order() -> None:
    op.create_table(
        "billing_agreement_order",
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["billing_agreement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agreement_id", "order_id"),
    )
    op.create_index("ix_billing_agreement_order_order_id", "billing_agreement_order", ["order_id"], unique=False)


def _create_credit_entry() -> None:
    op.create_table(
        "credit_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("balance", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["credit_account.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["sales_order.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_credit_entry_account_id", "credit_entry", ["account_id"], unique=False)
    op.create_index("ix_credit_entry_order_id", "credit_entry", ["order_id"], unique=False)


def _create_payment_attempt() -> None:
    op.create_table(
        "payment_attempt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("call", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("is_open", sa.Integer(), server_default="1", nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("parameters", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=True),
        sa.Column("system_user", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("patience", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(
        "ix_payment_attempt_open",
        "payment_attempt",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open = 1"),
    )
    op.create_index("ix_payment_attempt_order_id", "payment_attempt", ["order_id"], unique=False)
    op.create_index("ix_payment_attempt_subject", "payment_attempt", ["subject_kind", "subject_id", "id"], unique=False)


def _create_payment_transaction() -> None:
    op.create_table(
        "payment_transaction",
        sa.Column("id", KEY, nullable=False),
        sa.Column("order_id", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("entity_id", KEY, nullable=True),
        sa.Column("txn_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("parent_txn_id", sa.String(), nullable=True),
        sa.Column("txn_type", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("is_closed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("made_here", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_id", "txn_id"),
        sa.UniqueConstraint("source", "entity_id"),
    )
    op.create_index("ix_payment_transaction_created", "payment_transaction", ["created_at", "id"], unique=False)
    op.create_index("ix_payment_transaction_method", "payment_transaction", ["method", "id"], unique=False)
    op.create_index("ix_payment_transaction_number_tail", "payment_transaction", ["number_tail"], unique=False)
    op.create_index("ix_payment_transaction_order_id", "payment_transaction", ["order_id"], unique=False)
    op.create_index("ix_payment_transaction_parent", "payment_transaction", ["parent_txn_id", "id"], unique=False)
    op.create_index("ix_payment_transaction_txn_id", "payment_transaction", ["txn_id", "id"], unique=False)
    op.create_index("ix_payment_transaction_type", "payment_transaction", ["txn_type", "id"], unique=False)


def _create_settlement_line() -> None:
    op.create_table(
        "settlement_line",
        sa.Column("id", KEY, nullable=False),
        sa.Column("settlement_id", KEY, nullable=False),
        sa.Column("transaction_id", KEY, nullable=True),
        sa.Column("order_id", KEY, nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("increment_id", SORTED, nullable=False),
        sa.Column("number_tail", SORTED, server_default="", nullable=False),
        sa.Column("txn_type", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("amount_here", sa.BigInteger(), nullable=True),
        sa.Column("fee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["transaction_id"], ["payment_transaction.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_settlement_line_created", "settlement_line", ["created_at", "id"], unique=False)
    op.create_index("ix_settlement_line_number_tail", "settlement_line", ["number_tail"], unique=False)
    op.create_index("ix_settlement_line_order_id", "settlement_line", ["order_id"], unique=False)
    op.create_index("ix_settlement_line_outcome", "settlement_line", ["outcome", "id"], unique=False)
    op.create_index("ix_settlement_line_settlement_id", "settlement_line", ["settlement_id"], unique=False)
    op.create_index("ix_settlement_line_transaction_id", "settlement_line", ["transaction_id"], unique=False)


def _extend_tables() -> None:
    """Who belongs to which company, and what of a payment went through a payment system."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE customer ADD COLUMN company_id {kind} REFERENCES company (id)")
    op.create_index("ix_customer_company_id", "customer", ["company_id"])
    for name in ("base_amount_paid_online", "base_amount_refunded_online"):
        op.add_column("order_payment", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))


def _notify_of_changes() -> None:
    for table in HEADS:
        op.execute(
            f"CREATE TRIGGER sales_tui_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sales_tui_changed()"
        )

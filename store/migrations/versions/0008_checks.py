"""Looks at the own pages of listings that a notice was filed for."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

APPEND_ONLY = ("checks",)


def upgrade() -> None:
    """Apply."""
    op.create_table('checks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('listing', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sound', sa.Boolean(), nullable=False),
    sa.Column('signs', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['listing'], ['listings.id'], name=op.f('fk_checks_listing')),
    sa.ForeignKeyConstraint(['run'], ['runs.id'], name=op.f('fk_checks_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checks')),
    sa.UniqueConstraint('listing', 'at', name=op.f('uq_checks_listing_at')),
    comment='looks at the own pages of listings that a notice was filed for'
    )
    for table in APPEND_ONLY:
        _guard(table)


def downgrade() -> None:
    """Take back."""
    op.drop_table('checks')


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
        )

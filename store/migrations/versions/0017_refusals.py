"""Refusals: how often an address was asked and not to be had, apart from crawls cut off."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table('frontier', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('refusals', sa.Integer(), server_default='0', nullable=False)
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('frontier', schema=None) as batch_op:
        batch_op.drop_column('refusals')

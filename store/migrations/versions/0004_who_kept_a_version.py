"""Who kept a version, and when; not told of versions that were kept before."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # added in place: rebuilding the table would lose the triggers that guard it
    op.add_column('versions', sa.Column('kept_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('versions', sa.Column('kept_by', sa.String(length=200), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column('versions', 'kept_by')
    op.drop_column('versions', 'kept_at')

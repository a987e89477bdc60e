"""Digests to be stamped by time authorities, and their tokens."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('stamps',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('authority', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('signer_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('record', sa.Text(), nullable=True),
    sa.Column('request', sa.LargeBinary(), nullable=True),
    sa.Column('response', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stamps')),
    sa.UniqueConstraint('digest', 'authority', name=op.f('uq_stamps_digest_authority'))
    )
    with op.batch_alter_table('stamps', schema=None) as batch_op:
        batch_op.create_index('ix_stamps_state_next_try_at', ['state', 'next_try_at'], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table('stamps')

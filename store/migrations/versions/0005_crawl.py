"""Scans with their frontier, and when each domain may be asked again."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('rests',
    sa.Column('host', sa.String(length=200), nullable=False),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('host', name=op.f('pk_rests'))
    )
    op.create_table('scans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=True),
    sa.Column('platform', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=60), nullable=True),
    sa.Column('record', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['run'], ['runs.id'], name=op.f('fk_scans_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scans')),
    sa.UniqueConstraint('name', name=op.f('uq_scans_name'))
    )
    with op.batch_alter_table('scans', schema=None) as batch_op:
        batch_op.create_index('ix_scans_platform_started_at', ['platform', 'started_at'], unique=False)

    op.create_table('frontier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scan', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('not_before', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ask', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['scan'], ['scans.id'], name=op.f('fk_frontier_scan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_frontier')),
    sa.UniqueConstraint('scan', 'address', name=op.f('uq_frontier_scan_address')),
    comment='the addresses of a scan: waiting, leased to its crawl, or done with their outcome'
    )
    with op.batch_alter_table('frontier', schema=None) as batch_op:
        batch_op.create_index('ix_frontier_scan_state', ['scan', 'state'], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('frontier', schema=None) as batch_op:
        batch_op.drop_index('ix_frontier_scan_state')

    op.drop_table('frontier')
    with op.batch_alter_table('scans', schema=None) as batch_op:
        batch_op.drop_index('ix_scans_platform_started_at')

    op.drop_table('scans')
    op.drop_table('rests')

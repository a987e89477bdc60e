"""What passed between us and platforms about notices, and the rights that channels approved."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('correspondence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ticket', sa.Text(), nullable=True),
    sa.Column('code', sa.String(length=200), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('files', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['notice'], ['notices.id'], name=op.f('fk_correspondence_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondence'))
    )
    with op.batch_alter_table('correspondence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correspondence_notice'), ['notice'], unique=False)

    op.create_table('approved_rights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=200), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_approved_rights_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approved_rights'))
    )
    with op.batch_alter_table('approved_rights', schema=None) as batch_op:
        batch_op.create_index('ix_approved_rights_channel_right', ['channel', 'right'], unique=False)


def downgrade() -> None:
    """Take back."""
    op.drop_table('approved_rights')
    op.drop_table('correspondence')

"""References by number, features, looks at pictures, and where each picture was seen."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('reference_pictures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('off_by', sa.String(length=200), nullable=True),
    sa.Column('off_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_reference_pictures_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_pictures')),
    sa.UniqueConstraint('right', 'sha256', name=op.f('uq_reference_pictures_right_sha256')),
    comment='numbered in the order of their coming, so that a look says how far it reached'
    )
    op.create_table('features',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('maker', sa.String(length=60), nullable=False),
    sa.Column('of_reference', sa.Boolean(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', 'maker', name=op.f('pk_features'))
    )
    with op.batch_alter_table('features', schema=None) as batch_op:
        batch_op.create_index('ix_features_of_reference_used_at', ['of_reference', 'used_at'], unique=False)

    op.create_table('picture_looks',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('maker', sa.String(length=60), nullable=False),
    sa.Column('looked_to', sa.Integer(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', 'maker', name=op.f('pk_picture_looks')),
    comment="what a listing's picture was found to be, beside references up to this number"
    )
    with op.batch_alter_table('picture_looks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_picture_looks_looked_to'), ['looked_to'], unique=False)

    op.create_table('picture_sightings',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('sighting', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['sighting'], ['sightings.id'], name=op.f('fk_picture_sightings_sighting')),
    sa.PrimaryKeyConstraint('sha256', 'sighting', name=op.f('pk_picture_sightings'))
    )
    with op.batch_alter_table('picture_sightings', schema=None) as batch_op:
        batch_op.create_index('ix_picture_sightings_sighting', ['sighting'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_table('picture_sightings')
    op.drop_table('picture_looks')
    op.drop_table('features')
    op.drop_table('reference_pictures')

"""Agents and products, papers of agents, and what programs read in files."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table('agents',
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_agents'))
    )
    op.create_table('products',
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_products_holder')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_products'))
    )
    with op.batch_alter_table('products', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_products_holder'), ['holder'], unique=False)
    op.create_table('file_facts',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('maker', sa.String(length=100), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', 'maker', name=op.f('pk_file_facts'))
    )
    with op.batch_alter_table('exhibits', schema=None) as batch_op:
        batch_op.alter_column('holder', existing_type=sa.String(length=200), nullable=True)
        batch_op.add_column(sa.Column('agent', sa.String(length=200), nullable=True))
        batch_op.create_foreign_key(op.f('fk_exhibits_agent'), 'agents', ['agent'], ['slug'])
        batch_op.create_index(op.f('ix_exhibits_agent'), ['agent'], unique=False)


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table('exhibits', schema=None) as batch_op:
        batch_op.drop_index(op.f('ix_exhibits_agent'))
        batch_op.drop_constraint(op.f('fk_exhibits_agent'), type_='foreignkey')
        batch_op.drop_column('agent')
        batch_op.alter_column('holder', existing_type=sa.String(length=200), nullable=False)
    op.drop_table('file_facts')
    op.drop_table('products')
    op.drop_table('agents')

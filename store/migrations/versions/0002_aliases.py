"""Aliases with what people said of them, the yield of each search, and the queue of a candidate."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

APPEND_ONLY = ("alias_decisions", "queries")


def upgrade() -> None:
    """Apply."""
    op.create_table('aliases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_aliases_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aliases')),
    sa.UniqueConstraint('right', 'text', name=op.f('uq_aliases_right_text'))
    )
    with op.batch_alter_table('aliases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aliases_state'), ['state'], unique=False)

    op.create_table('alias_decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('alias', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('analyst', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['alias'], ['aliases.id'], name=op.f('fk_alias_decisions_alias')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alias_decisions'))
    )
    with op.batch_alter_table('alias_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_alias_decisions_alias'), ['alias'], unique=False)

    op.create_table('queries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=True),
    sa.Column('platform', sa.String(length=200), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('tier', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('new', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['run'], ['runs.id'], name=op.f('fk_queries_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queries')),
    sa.UniqueConstraint('platform', 'text', 'asked_at', name=op.f('uq_queries_platform_text_asked_at')),
    comment='every search that was asked, and what it brought'
    )
    op.create_table('query_listings',
    sa.Column('query', sa.Integer(), nullable=False),
    sa.Column('listing', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['listing'], ['listings.id'], name=op.f('fk_query_listings_listing')),
    sa.ForeignKeyConstraint(['query'], ['queries.id'], name=op.f('fk_query_listings_query')),
    sa.PrimaryKeyConstraint('query', 'listing', name=op.f('pk_query_listings'))
    )
    with op.batch_alter_table('query_listings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_query_listings_listing'), ['listing'], unique=False)

    # a plain added column: nothing that points at candidates is touched
    op.add_column('candidates', sa.Column('queue', sa.String(length=20), nullable=False, server_default='main'))

    for table in APPEND_ONLY:
        _guard(table)


def downgrade() -> None:
    """Take back."""
    op.drop_column('candidates', 'queue')
    op.drop_table('query_listings')
    op.drop_table('queries')
    op.drop_table('alias_decisions')
    op.drop_table('aliases')


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

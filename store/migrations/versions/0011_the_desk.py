"""The queue of the desk, its weights, second looks, and what was taken back or accepted."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

APPEND_ONLY = ("accepted_bands", "genuine_prices", "queue_weights", "taken_back")

FILL = """
INSERT INTO queue (candidate, suggested_at, state, band, queue, platform, "right", holder, seller, signals,
    log_harm, log_confidence, log_chance, log_price_gap)
SELECT c.id, c.suggested_at, c.state, c.band, c.queue, l.platform, c."right", r.holder, l.seller, ' ',
    0, c.score - 1, 0, 0
FROM candidates c JOIN listings l ON l.id = c.listing JOIN rights r ON r.slug = c."right"
"""
"""What was suggested before stands by its score; the next match puts it in its place."""


def upgrade() -> None:
    """Apply."""
    op.create_table('accepted_bands',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('suggest', sa.Float(), nullable=False),
    sa.Column('review', sa.Float(), nullable=False),
    sa.Column('accepted_by', sa.String(length=200), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accepted_bands')),
    comment='thresholds that a person accepted, with the figures they rest on; the latest counts'
    )
    op.create_table('queue_weights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('set_by', sa.String(length=200), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_queue_weights'))
    )
    op.create_table('genuine_prices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('least', sa.String(length=40), nullable=False),
    sa.Column('most', sa.String(length=40), nullable=False),
    sa.Column('set_by', sa.String(length=200), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_genuine_prices_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_genuine_prices')),
    comment='what genuine goods cost, as their owner says; the latest of a currency counts'
    )
    with op.batch_alter_table('genuine_prices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_genuine_prices_right'), ['right'], unique=False)

    op.create_table('queue',
    sa.Column('candidate', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('queue', sa.String(length=20), nullable=False),
    sa.Column('platform', sa.String(length=200), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('seller', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=True),
    sa.Column('signals', sa.Text(), nullable=False),
    sa.Column('log_harm', sa.Float(), nullable=False),
    sa.Column('log_confidence', sa.Float(), nullable=False),
    sa.Column('log_chance', sa.Float(), nullable=False),
    sa.Column('log_price_gap', sa.Float(), nullable=False),
    sa.Column('by_picture', sa.String(length=24), nullable=True),
    sa.Column('by_seller', sa.String(length=24), nullable=True),
    sa.Column('by_title', sa.String(length=24), nullable=True),
    sa.Column('alike', sa.String(length=24), nullable=True),
    sa.Column('suggested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('came_back', sa.String(length=20), nullable=True),
    sa.Column('thumb', sa.String(length=64), nullable=True),
    sa.Column('claimed_by', sa.String(length=200), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['candidate'], ['candidates.id'], name=op.f('fk_queue_candidate')),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_queue_holder')),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_queue_right')),
    sa.PrimaryKeyConstraint('candidate', name=op.f('pk_queue')),
    comment='one narrow row a candidate; their order is the weighted sum of the logarithms'
    )
    with op.batch_alter_table('queue', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_queue_by_picture'), ['by_picture'], unique=False)
        batch_op.create_index(batch_op.f('ix_queue_by_seller'), ['by_seller'], unique=False)
        batch_op.create_index(batch_op.f('ix_queue_by_title'), ['by_title'], unique=False)
        batch_op.create_index(batch_op.f('ix_queue_came_back'), ['came_back'], unique=False)
        batch_op.create_index('ix_queue_order', ['state', 'log_harm', 'log_confidence', 'log_chance', 'log_price_gap', 'claimed_until', 'claimed_by', 'platform', 'right', 'holder', 'seller', 'language', 'band', 'queue', 'suggested_at', 'signals'], unique=False)
        batch_op.create_index('ix_queue_state_alike', ['state', 'alike'], unique=False)
        batch_op.create_index(batch_op.f('ix_queue_thumb'), ['thumb'], unique=False)

    op.create_table('second_looks',
    sa.Column('decision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('candidate', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=True),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('analyst', sa.String(length=200), nullable=True),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['candidate'], ['candidates.id'], name=op.f('fk_second_looks_candidate')),
    sa.ForeignKeyConstraint(['decision'], ['decisions.id'], name=op.f('fk_second_looks_decision')),
    sa.PrimaryKeyConstraint('decision', name=op.f('pk_second_looks')),
    comment='findings that a second person looks at without seeing the first; answered once'
    )
    with op.batch_alter_table('second_looks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_looks_candidate'), ['candidate'], unique=False)
        batch_op.create_index('ix_second_looks_looked_at', ['looked_at'], unique=False)

    op.create_table('taken_back',
    sa.Column('decision', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('why', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['decision'], ['decisions.id'], name=op.f('fk_taken_back_decision')),
    sa.PrimaryKeyConstraint('decision', name=op.f('pk_taken_back')),
    comment='decisions that no longer count, and who took them back'
    )
    for table in APPEND_ONLY:
        _guard(table)
    op.execute(FILL)


def downgrade() -> None:
    """Take back."""
    op.drop_table('taken_back')
    with op.batch_alter_table('second_looks', schema=None) as batch_op:
        batch_op.drop_index('ix_second_looks_looked_at')
        batch_op.drop_index(batch_op.f('ix_second_looks_candidate'))

    op.drop_table('second_looks')
    with op.batch_alter_table('queue', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_queue_thumb'))
        batch_op.drop_index('ix_queue_state_alike')
        batch_op.drop_index('ix_queue_order')
        batch_op.drop_index(batch_op.f('ix_queue_came_back'))
        batch_op.drop_index(batch_op.f('ix_queue_by_title'))
        batch_op.drop_index(batch_op.f('ix_queue_by_seller'))
        batch_op.drop_index(batch_op.f('ix_queue_by_picture'))

    op.drop_table('queue')
    with op.batch_alter_table('genuine_prices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_genuine_prices_right'))

    op.drop_table('genuine_prices')
    op.drop_table('queue_weights')
    op.drop_table('accepted_bands')


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

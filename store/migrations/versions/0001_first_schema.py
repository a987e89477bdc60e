"""The first schema, with append-only tables guarded by triggers."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit", "decisions", "looks", "outcomes", "scores", "sightings", "versions")

POSTGRES_GUARD = """
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append only', TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    """Apply."""
    op.create_table('audit',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit')),
    sa.UniqueConstraint('digest', name=op.f('uq_audit_digest'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_subject'), ['subject'], unique=False)

    op.create_table('holders',
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_holders'))
    )
    op.create_table('leases',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_leases'))
    )
    op.create_table('listings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('platform', sa.String(length=200), nullable=False),
    sa.Column('site', sa.String(length=200), nullable=False),
    sa.Column('item_id', sa.String(length=200), nullable=False),
    sa.Column('seller', sa.Text(), nullable=True),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('latest_sighting', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listings')),
    sa.UniqueConstraint('platform', 'site', 'item_id', name=op.f('uq_listings_platform_site_item_id'))
    )
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_listings_seller'), ['seller'], unique=False)

    op.create_table('prints',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('maker', sa.String(length=60), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', 'maker', name=op.f('pk_prints'))
    )
    op.create_table('runs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('parent', sa.Integer(), nullable=True),
    sa.Column('step', sa.String(length=60), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('report', sa.Text(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['parent'], ['runs.id'], name=op.f('fk_runs_parent')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_runs'))
    )
    with op.batch_alter_table('runs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_runs_parent'), ['parent'], unique=False)
        batch_op.create_index(batch_op.f('ix_runs_started_at'), ['started_at'], unique=False)

    op.create_table('versions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('noun', sa.String(length=20), nullable=False),
    sa.Column('slug', sa.String(length=600), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_versions'))
    )
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.create_index('ix_versions_noun_slug', ['noun', 'slug'], unique=False)

    op.create_table('rights',
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_rights_holder')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_rights'))
    )
    with op.batch_alter_table('rights', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rights_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rights_holder'), ['holder'], unique=False)

    op.create_table('sellers',
    sa.Column('slug', sa.String(length=600), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_sellers_holder')),
    sa.PrimaryKeyConstraint('slug', name=op.f('pk_sellers'))
    )
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sellers_holder'), ['holder'], unique=False)

    op.create_table('sightings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('listing', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=True),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content_digest', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['listing'], ['listings.id'], name=op.f('fk_sightings_listing')),
    sa.ForeignKeyConstraint(['run'], ['runs.id'], name=op.f('fk_sightings_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sightings')),
    sa.UniqueConstraint('digest', name=op.f('uq_sightings_digest'))
    )
    with op.batch_alter_table('sightings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sightings_listing'), ['listing'], unique=False)

    op.create_table('candidates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('listing', sa.Integer(), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('sighting', sa.Integer(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('band', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('suggested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['listing'], ['listings.id'], name=op.f('fk_candidates_listing')),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_candidates_right')),
    sa.ForeignKeyConstraint(['sighting'], ['sightings.id'], name=op.f('fk_candidates_sighting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidates')),
    sa.UniqueConstraint('listing', 'right', name=op.f('uq_candidates_listing_right'))
    )
    with op.batch_alter_table('candidates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_candidates_right'), ['right'], unique=False)
        batch_op.create_index('ix_candidates_state_score', ['state', 'score'], unique=False)

    op.create_table('exhibits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=True),
    sa.Column('natural_key', sa.String(length=64), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_exhibits_holder')),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_exhibits_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exhibits')),
    sa.UniqueConstraint('natural_key', name=op.f('uq_exhibits_natural_key'))
    )
    with op.batch_alter_table('exhibits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_exhibits_holder'), ['holder'], unique=False)
        batch_op.create_index(batch_op.f('ix_exhibits_right'), ['right'], unique=False)

    op.create_table('looks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sighting', sa.Integer(), nullable=False),
    sa.Column('run', sa.Integer(), nullable=True),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['run'], ['runs.id'], name=op.f('fk_looks_run')),
    sa.ForeignKeyConstraint(['sighting'], ['sightings.id'], name=op.f('fk_looks_sighting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_looks')),
    sa.UniqueConstraint('sighting', 'seen_at', name=op.f('uq_looks_sighting_seen_at')),
    comment='times at which a listing was found unchanged since that sighting'
    )
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=200), nullable=False),
    sa.Column('channel', sa.String(length=200), nullable=False),
    sa.Column('platform', sa.String(length=200), nullable=False),
    sa.Column('holder', sa.String(length=200), nullable=False),
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('ground', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('findings', sa.Text(), nullable=False),
    sa.Column('bundle_sha256', sa.String(length=64), nullable=True),
    sa.Column('bundle_path', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['holder'], ['holders.slug'], name=op.f('fk_notices_holder')),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_notices_right')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('slug', name=op.f('uq_notices_slug'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notices_state'), ['state'], unique=False)

    op.create_table('proofs',
    sa.Column('right', sa.String(length=200), nullable=False),
    sa.Column('proved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['right'], ['rights.slug'], name=op.f('fk_proofs_right')),
    sa.PrimaryKeyConstraint('right', name=op.f('pk_proofs'))
    )
    op.create_table('decisions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate', sa.Integer(), nullable=False),
    sa.Column('sighting', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('analyst', sa.String(length=200), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['candidate'], ['candidates.id'], name=op.f('fk_decisions_candidate')),
    sa.ForeignKeyConstraint(['sighting'], ['sightings.id'], name=op.f('fk_decisions_sighting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decisions')),
    sa.UniqueConstraint('candidate', 'sighting', 'verdict', 'analyst', 'decided_at', name=op.f('uq_decisions_candidate_sighting_verdict_analyst_decided_at'))
    )
    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decisions_candidate'), ['candidate'], unique=False)
        batch_op.create_index(batch_op.f('ix_decisions_verdict'), ['verdict'], unique=False)

    op.create_table('outcomes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('notice', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['notice'], ['notices.id'], name=op.f('fk_outcomes_notice')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcomes'))
    )
    with op.batch_alter_table('outcomes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outcomes_notice'), ['notice'], unique=False)

    op.create_table('scores',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('candidate', sa.Integer(), nullable=False),
    sa.Column('sighting', sa.Integer(), nullable=False),
    sa.Column('scorecard', sa.String(length=80), nullable=False),
    sa.Column('scored_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['candidate'], ['candidates.id'], name=op.f('fk_scores_candidate')),
    sa.ForeignKeyConstraint(['sighting'], ['sightings.id'], name=op.f('fk_scores_sighting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scores')),
    sa.UniqueConstraint('candidate', 'sighting', 'digest', name=op.f('uq_scores_candidate_sighting_digest'))
    )
    op.create_table('notice_decisions',
    sa.Column('notice', sa.Integer(), nullable=False),
    sa.Column('decision', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['decision'], ['decisions.id'], name=op.f('fk_notice_decisions_decision')),
    sa.ForeignKeyConstraint(['notice'], ['notices.id'], name=op.f('fk_notice_decisions_notice')),
    sa.PrimaryKeyConstraint('notice', 'decision', name=op.f('pk_notice_decisions')),
    sa.UniqueConstraint('decision', name=op.f('uq_notice_decisions_decision'))
    )

    for table in APPEND_ONLY:
        _guard(table)


def downgrade() -> None:
    """Take back."""
    op.drop_table('notice_decisions')
    op.drop_table('scores')
    with op.batch_alter_table('outcomes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outcomes_notice'))

    op.drop_table('outcomes')
    with op.batch_alter_table('decisions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decisions_verdict'))
        batch_op.drop_index(batch_op.f('ix_decisions_candidate'))

    op.drop_table('decisions')
    op.drop_table('proofs')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_notices_state'))

    op.drop_table('notices')
    op.drop_table('looks')
    with op.batch_alter_table('exhibits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_exhibits_right'))
        batch_op.drop_index(batch_op.f('ix_exhibits_holder'))

    op.drop_table('exhibits')
    with op.batch_alter_table('candidates', schema=None) as batch_op:
        batch_op.drop_index('ix_candidates_state_score')
        batch_op.drop_index(batch_op.f('ix_candidates_right'))

    op.drop_table('candidates')
    with op.batch_alter_table('sightings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sightings_listing'))

    op.drop_table('sightings')
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sellers_holder'))

    op.drop_table('sellers')
    with op.batch_alter_table('rights', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rights_holder'))
        batch_op.drop_index(batch_op.f('ix_rights_expires_on'))

    op.drop_table('rights')
    with op.batch_alter_table('versions', schema=None) as batch_op:
        batch_op.drop_index('ix_versions_noun_slug')

    op.drop_table('versions')
    with op.batch_alter_table('runs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_runs_started_at'))
        batch_op.drop_index(batch_op.f('ix_runs_parent'))

    op.drop_table('runs')
    op.drop_table('prints')
    with op.batch_alter_table('listings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_listings_seller'))

    op.drop_table('listings')
    op.drop_table('leases')
    op.drop_table('holders')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_subject'))

    op.drop_table('audit')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRES_GUARD)
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

"""Legal holds, and erasing from looks and scores under a tombstone in the log."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KEPT = {
    "sightings": ("id", "listing", "run", "digest", "content_digest", "seen_at"),
    "scores": ("id", "candidate", "sighting", "scorecard", "scored_at", "digest"),
}
TOMBSTONES = {
    "sightings": "SELECT 1 FROM audit WHERE kind = 'erased' AND subject = 'sighting ' || NEW.digest",
    "scores": "SELECT 1 FROM audit JOIN sightings ON audit.subject = 'sighting ' || sightings.digest "
    "WHERE audit.kind = 'erased' AND sightings.id = NEW.sighting",
}


def upgrade() -> None:
    """Apply."""
    op.create_table('holds',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holds')),
    comment='legal holds: what is not to be erased while a hold is on'
    )
    for table in KEPT:
        op.add_column(table, sa.Column('erased', sa.Text(), nullable=True))
        _allow_erasure(table)


def downgrade() -> None:
    """Take back."""
    for table in KEPT:
        _forbid_erasure(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column('erased')
        if op.get_bind().dialect.name == "sqlite":
            _guard_sqlite(table)
    op.drop_table('holds')


def _allow_erasure(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        same = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in KEPT[table])
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"WHEN NOT (NEW.erased IS NOT NULL AND {same} AND EXISTS ({TOMBSTONES[table]})) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
        )
        return
    same = " AND ".join(f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in KEPT[table])
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_erasure_alone() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF NEW.erased IS NOT NULL AND {same} AND EXISTS ({TOMBSTONES[table]}) "
        f"THEN RETURN NEW; END IF; RAISE EXCEPTION '{table} is append only'; END $$"
    )
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_erasure_alone BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_erasure_alone()"
    )


def _forbid_erasure(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {table}_no_update")
        op.execute(f"DROP TRIGGER {table}_no_delete")
        return
    op.execute(f"DROP TRIGGER {table}_erasure_alone ON {table}")
    op.execute(f"DROP FUNCTION {table}_erasure_alone()")
    op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )


def _guard_sqlite(table: str) -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
        )

"""The desk: records of visits, things carried and their permits, agreements and signatures, watchlists."""

import sqlalchemy as sa
from alembic import op

from gate.store.base import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _records()
    _things()
    _agreements()
    _watchlists()


def downgrade() -> None:
    raise NotImplementedError("a record is not downgraded: restore a backup")


def _records() -> None:
    op.create_table(
        "desk_records",
        sa.Column("visit", sa.String(64), sa.ForeignKey("visits.id"), primary_key=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("identified", sa.String(16), nullable=False),
        sa.Column("identified_at", Instant(), nullable=True),
        sa.Column("identified_by", sa.String(64), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("nationality", sa.String(8), nullable=False),
        sa.Column("document_ends", sa.Date(), nullable=True),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("photo_at", Instant(), nullable=True),
        sa.Column("screening", sa.String(16), nullable=False),
        sa.Column("screened_as", sa.String(64), nullable=False),
        sa.Column("hits", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(64), nullable=False),
        sa.Column("signed_version", sa.Integer(), nullable=False),
        sa.Column("refused_at", Instant(), nullable=True),
        sa.Column("items_asked_at", Instant(), nullable=True),
        sa.Column("reconciled_at", Instant(), nullable=True),
        sa.Column("pass_hash", sa.String(64), nullable=False, index=True),
    )


def _things() -> None:
    op.create_table(
        "carried_items",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("visit", sa.String(64), sa.ForeignKey("visits.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("capabilities", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("locker", sa.String(32), nullable=False),
        sa.Column("receipt", sa.String(32), nullable=False),
        sa.Column("permit", sa.String(64), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
    )
    op.create_table(
        "carry_permits",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("starts", Instant(), nullable=False),
        sa.Column("ends", Instant(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("applied_by", sa.String(64), nullable=False),
        sa.Column("applied_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.String(64), nullable=False),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("judged_why", sa.Text(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
    )


def _agreements() -> None:
    op.create_table(
        "agreement_texts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("published_by", sa.String(64), nullable=False),
        sa.Column("published_at", Instant(), nullable=False),
    )
    op.create_table(
        "signatures",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("visit", sa.String(64), sa.ForeignKey("visits.id"), nullable=False, index=True),
        sa.Column("person", sa.String(64), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(16), nullable=True),
        sa.Column("typed_name", sa.Text(), nullable=False),
        sa.Column("drawing", sa.String(64), nullable=False),
        sa.Column("refused_why", sa.Text(), nullable=False),
        sa.Column("witness", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
    )


def _watchlists() -> None:
    op.create_table(
        "watchlists",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
    )
    op.create_table(
        "watch_entries",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("list_id", sa.String(64), sa.ForeignKey("watchlists.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("id_hash", sa.String(128), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(64), nullable=False),
        sa.Column("added_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
    )
    op.create_index("ix_watch_entries_list_id_id", "watch_entries", ["list_id", "id"])
    op.create_table(
        "watch_dismissals",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("entry", sa.String(64), sa.ForeignKey("watch_entries.id"), nullable=False, index=True),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("judged_by", sa.String(64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )

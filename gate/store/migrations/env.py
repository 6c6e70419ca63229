"""Alembic's entry: runs on the connection that gate.store.migrate hands over; there is no offline mode."""

from alembic import context

import gate.store.tables  # noqa: F401 (registers every table)
from gate.store.base import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()

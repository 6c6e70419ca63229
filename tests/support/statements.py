"""SQL that one test compiled serves the next: each of them opens a store of its own, and compiles a third of its time.

SQLAlchemy keeps compiled statements by dialect, and every engine has its own; SQLite's are all alike.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

import gate.store.connect


def share_compiled_statements(patch: pytest.MonkeyPatch) -> None:
    """All SQLite engines that the store opens from now on share one dialect and one cache."""
    shared = create_engine("sqlite://")
    shared.connect().close()  # the dialect asks the library for its version
    compiled: dict[Any, Any] = {}

    def create(url: Any, **options: Any) -> Engine:
        made = create_engine(url, **options)
        if made.dialect.name == "sqlite":
            made.dialect = shared.dialect
            made.update_execution_options(compiled_cache=compiled)
        return made

    patch.setattr(gate.store.connect, "create_engine", create)

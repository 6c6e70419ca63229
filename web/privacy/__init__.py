"""Private fields: what may be seen of them, and the whole for a reason that is recorded."""

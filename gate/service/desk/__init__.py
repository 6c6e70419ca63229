"""The desk's use cases beside the visit's own states: identity, screening, agreement, things, permits, pass."""

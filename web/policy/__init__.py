"""The policy in force: its invariants, what the last proof said, and who overrides what."""

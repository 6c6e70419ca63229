"""How a desk knows that a visitor has left."""

EXIT_UNKNOWN = "exit_unknown"
"""Nobody knows: the visitor stays on the muster list until somebody does."""

EVIDENCE = ("seen_leaving", "badge_at_desk", "host_says", EXIT_UNKNOWN)
"""Everything that a desk may say, the strongest first."""

"""Gate: physical access control with visitor management."""

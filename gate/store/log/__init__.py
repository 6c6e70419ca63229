"""The log on PostgreSQL as it lies there: what is said again and again is kept once, and rows come in streams."""

"""Personal data over time: what has outlived its span, what was erased, what is kept of one person."""

"""Where an operator starts, search over everything, and the list of keys."""

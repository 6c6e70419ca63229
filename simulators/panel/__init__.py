"""Door controllers with readers of their own, and barriers, from the other side of the wire."""

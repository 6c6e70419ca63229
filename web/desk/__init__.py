"""The desk's steps before a badge: identity, screening, photo, agreement, things, pass; each a form of its own."""

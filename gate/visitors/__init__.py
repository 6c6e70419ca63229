"""The desk's rules: what must be true before a visitor gets a badge, which things may go in, and how both end."""

"""The map: zones within zones, each door where it stands, with its state."""

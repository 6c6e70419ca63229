"""The kiosk in the lobby: a paired device, one visitor at a time, no way to any other page."""

"""The live page: doors, events, device health, and the alarm queue that stands beside every page."""

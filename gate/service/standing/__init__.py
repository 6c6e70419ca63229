"""Doors that stand unlocked, by schedule or by hand, and days that count as others."""

"""Alarms: what happened, what it means, what to do first; acknowledge and close."""

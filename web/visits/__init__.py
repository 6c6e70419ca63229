"""Visitors: register, check in against a list of obligations, check out."""

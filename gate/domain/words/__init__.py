"""Sentences in English and Chinese for what the policy says: one table for console, command line and mail."""

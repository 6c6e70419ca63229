"""Invitations: hosts invite, approvers decide, both see what became of it."""

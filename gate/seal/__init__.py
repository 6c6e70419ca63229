"""The sealed record: a Merkle tree (RFC 6962) over recorded events and the answers to commands, and its signed heads.

Promises that a changed, removed, inserted or reordered row is found by anyone who kept an earlier head. Pure: rows,
keys and time are arguments. Storing rows is the store's, signing and sending heads the engine's, keeping them the
agents'. What the bytes are is told in docs/record.md.
"""

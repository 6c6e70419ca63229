"""The sealed event log: a Merkle tree (RFC 6962) over recorded events, and its signed heads.

Promises that a changed, removed or inserted event is found by anyone who kept an earlier head. Storage and
transport of heads are left to the store and the bus.
"""

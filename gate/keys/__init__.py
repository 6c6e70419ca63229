"""The key ring: signing and verifying keys, certificates and their rotation.

Promises that private keys appear in no log, argument list or representation.
"""

"""Files of the desk at rest: photos, signatures, pictures of things, sealed under a key of the ring."""

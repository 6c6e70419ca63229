"""The seal in the store: leaves made as rows are written, heads, proofs, erasure. The tree itself is gate.seal's."""

"""The seal in the store: leaves made as rows are written, heads, proofs, rows for the verifier."""

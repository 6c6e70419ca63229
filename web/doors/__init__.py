"""One door: its state with evidence, a momentary unlock, and what the door answered."""

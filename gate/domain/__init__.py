"""The vocabulary: standard library only, frozen values, no I/O."""

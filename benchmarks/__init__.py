"""Benchmarks: each figure is printed beside a floor or a peer measured in the same run."""

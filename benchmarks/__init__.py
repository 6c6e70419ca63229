"""Benchmarks: each figure is printed beside a floor or a peer measured in the same run.

A suite is a module here with ``def run(options: Options) -> list[Figure]`` (benchmarks.suite), named in
``benchmarks.__main__``. Targets are ratios, so that they hold on a slow machine as on a fast one.
"""

"""Benchmarks: what a look-up costs, as a ratio to the least that the same machine can do in the same run."""

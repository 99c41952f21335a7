"""Fuzzing: mutated pages against the laws of the library. `python -m tests.fuzz --help` starts it."""

"""Measurements side by side: what casetrack does against what it could have been built on.

`python -m benchmarks` runs all of them, `python -m benchmarks working_days` only one.
"""

"""All of Prefect: the flows that it shows and schedules, what it is told of a run, its server and its environment.

Importing most modules here imports Prefect, which takes seconds; call ``environment.prepare`` before.
"""

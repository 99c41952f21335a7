"""All of Prefect: the flows that it shows and schedules, what it shows of a run, its server and its environment.

Importing most modules here imports Prefect, which takes seconds; call ``environment.prepare`` before. The way down:
`run_in_process` or `schedule` -> `flows` -> `steps` -> `runs.run`, with `reporter` to show what happens.
"""

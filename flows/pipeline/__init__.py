"""The flows that Prefect shows and schedules, thin around what the commands do.

``flows`` holds them. Importing it imports Prefect, which takes seconds; call ``prefect_env.prepare`` before.
"""

"""Prefect on this machine: a server with its pages, and the flows on their schedules."""

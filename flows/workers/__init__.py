"""Cleaning many pages: what a worker process does with one page, the pool of processes, and where batches run.

Downwards: `executor` (this machine or `dask`) -> `batch` -> `pool` -> `child` -> `clean_page`.
"""

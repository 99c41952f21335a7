"""Clean pages in other forms and other places: a file a shard, an object store.

A run cleans pages; an `Output` takes in what was cleaned and lets a page's row go to the
ledger only when its file is whole in the store.
"""

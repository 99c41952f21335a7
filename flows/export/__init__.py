"""Exports clean pages to a folder or an object store, as page files or as shards."""

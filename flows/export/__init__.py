"""Clean pages written once more, elsewhere or in another form: page files or shards, in a folder or an object store."""

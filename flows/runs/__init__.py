"""What the commands do with many pages: a run, its counting, a preview; and the context of a single page."""

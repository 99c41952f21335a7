"""Pages through the cleaner: one page, the processes that clean pages, and where these run."""

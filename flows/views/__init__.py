"""Static HTML pages for people: their common frame, and the view of one clean page."""

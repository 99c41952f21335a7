"""HTML pages that a person looks at and that can do nothing else: their frame, and the view of one clean page."""

"""Drift: has a site changed? Each page is held against what its site's pages were like before."""

"""Reads the posts of a forum thread: author, date, depth and blocks of each. It changes nothing in the text."""

from .posts import Post, Quote, read_posts

__all__ = ["Post", "Quote", "read_posts"]

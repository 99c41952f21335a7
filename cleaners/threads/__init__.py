"""A forum thread as posts: which blocks are whose, said when, in answer to what. A structure beside the text."""

from .posts import Post, Quote, read_posts

__all__ = ["Post", "Quote", "read_posts"]

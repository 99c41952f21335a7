"""The work of the commands: `run` cleans a raw store, `learn` counts what repeats, `preview` shows a reclean first.

Beside them: the rules and memory for a single page (`page_context`), and figures of a store (`site_stats`).
"""

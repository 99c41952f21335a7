"""Sites as data: one file a site in sites/, read here and passed to the cleaner."""

from .files import Sites, read_site_file, rules_from_json

__all__ = ["Sites", "read_site_file", "rules_from_json"]

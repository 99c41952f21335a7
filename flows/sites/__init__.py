"""Site files: the rules of a site as data, one file a site in sites/."""

from .files import Sites, read_site_file, rules_from_json

__all__ = ["Sites", "read_site_file", "rules_from_json"]

"""A site's own say: what its rules keep and drop, ahead of every other labeler. The rules are passed in."""

from .rules import SILENT, Applied, SiteRules, apply_rules

__all__ = ["SILENT", "Applied", "SiteRules", "apply_rules"]

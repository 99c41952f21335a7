"""The rules of one site: what they keep and drop, ahead of every other labeler. The caller passes them in."""

from .rules import NO_SITE_RULES, AppliedRules, SiteRules, apply_rules

__all__ = ["NO_SITE_RULES", "AppliedRules", "SiteRules", "apply_rules"]

"""Drift: has a site changed? Each page is compared with earlier pages of its site.

``observe`` records the measures of a page when it is cleaned, ``watch_run`` compares the pages of
a run when it ends, ``incidents`` returns the changes that were found.
"""

from .incident import HEADLINES, Incident, PageRef
from .monitor import close, incidents, rebuild, watch_run
from .observation import observe

__all__ = ["HEADLINES", "Incident", "PageRef", "close", "incidents", "observe", "rebuild", "watch_run"]

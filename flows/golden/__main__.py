"""`python -m flows.golden`."""

import sys

from .developer import main

sys.exit(main())

"""Commands that may read and write only what the permissions of a file allow, also where the tests run as root."""

from __future__ import annotations

import ctypes
import os
from typing import Any

_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


def without_rights() -> dict[str, Any]:
    """Options of `subprocess.run` for a command without the rights of root over the files of others and its own."""
    return {"preexec_fn": _drop} if os.geteuid() == 0 else {}


def _drop() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        if libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "the rights of root cannot be dropped")

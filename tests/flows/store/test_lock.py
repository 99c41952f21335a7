from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flows.errors import StoreError
from flows.store.clean import open_store
from flows.store.lock import locked

HOLDER = (
    "import sys, time; from pathlib import Path; from flows.store.lock import locked\n"
    "with locked(Path(sys.argv[1]), 'a long run'): print('held', flush=True); time.sleep(60)"
)


def test_the_error_names_the_holder_and_a_dead_process_holds_no_lock(tmp_path: Path) -> None:
    open_store(tmp_path)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match=rf"a long run \(process {holder.pid} on .*UTC\)"), locked(tmp_path, "me"):
        pass
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with locked(tmp_path, "me"):
        pass


def test_waiting_ends_when_the_holder_does(tmp_path: Path) -> None:
    open_store(tmp_path)
    order: list[str] = []

    def first() -> None:
        with locked(tmp_path, "first"):
            started.set()
            time.sleep(0.4)
            order.append("first")

    started = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    started.wait()
    with locked(tmp_path, "second", wait=True):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]

"""Who cleans the batches of a run: processes on this machine, or the workers of a Dask cluster.

Both call the same function, `batch.clean_batch`, on the same batches; a thread for each
batch in hand keeps its books. So the pages and the ledger come out the same.
"""

from .hands import Hands, hands_of
from .threads import Batches, Results, Runner, run_batches, sliding

__all__ = ["Batches", "Hands", "Results", "Runner", "hands_of", "run_batches", "sliding"]

"""Where pages are kept: raw/ is read, clean/ is written, the ledger remembers."""

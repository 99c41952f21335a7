"""`python -m flows` is `winnow`."""

from .cli import main

main()

"""`python -m flows` is `winnow`. Of the working folder, which Python puts on the path, only this package is used."""

import os
import sys

if sys.path[0] == os.getcwd() != os.path.dirname(os.path.dirname(os.path.abspath(__file__))):
    del sys.path[0]

from .cli import main

main()

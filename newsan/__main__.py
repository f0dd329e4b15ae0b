"""`python -m newsan` is the command line."""

from newsan.cli import main

main()

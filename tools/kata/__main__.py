"""`python -m kata` is the same as `kata`."""

from kata.cli import main

main()

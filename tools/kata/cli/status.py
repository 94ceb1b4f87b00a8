"""What the command line exits with; `kata --help` and docs/commands.md say it to people."""

PASSED = 0
NOT_PASSED = 1
WRONG_USAGE = 2
NO_VERDICT = 3
INTERRUPTED = 130  # what shells use for Ctrl-C
PIPE_CLOSED = 141  # what shells use for a reader that went away

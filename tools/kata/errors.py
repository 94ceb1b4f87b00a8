"""What goes wrong, as sentences for the person in front of the screen."""


class KataError(Exception):
    """Something a person can mend: the message says what was wrong, where, and what to do next.

    `exit_code` is what the command line exits with: 2 for wrong usage, 3 when something could not be graded.
    """

    exit_code = 2


class CannotGrade(KataError):
    """The platform, not the answer, is the reason why there is no verdict."""

    exit_code = 3

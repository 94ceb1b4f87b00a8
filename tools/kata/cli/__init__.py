"""The command line."""

import gc
import io
import os
import sys


def main() -> None:
    """The entry point of `kata` and of `python -m kata`."""
    if "KATA_BUNDLE_KEY" in os.environ:
        from kata.classroom.keys import start_anew_without_key

        start_anew_without_key()
    gc.disable()  # until all is imported: what that makes is there to stay
    # A stream that was closed by whoever started this (`>&-`) is None.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a character that the terminal's encoding lacks
    if sys.argv[1:2] == ["check"] and not {"-h", "--help"} & {*sys.argv} and sys.platform != "win32":
        # Nothing takes longer than the libraries of the grading process: they load while this one reads the command.
        from kata.grading.process import start_ahead

        start_ahead()
    from kata.cli.app import cli

    gc.freeze()
    gc.enable()
    cli(prog_name="kata")

"""The command line: parse, call, render."""

import os


def start() -> None:
    """Run the command line as a program, which Ctrl-C ends from the very beginning."""
    try:
        from salescrew.cli.frame.interruption import leave_when_told

        leave_when_told()
    except KeyboardInterrupt:  # it came before it could be heard otherwise
        os.write(2, b"Interrupted.\n")
        os._exit(130)
    from salescrew.cli.frame.group import start as run

    run()

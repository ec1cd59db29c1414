#!/usr/bin/env python3
"""Makes the PDFs: hands over to brochure.commands, in our own Python."""

import gc
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = os.path.join(HERE, ".venv")
PYTHON = os.path.join(OURS, "bin", "python")
READY = os.path.exists(os.path.join(OURS, "set-up")) and os.access(PYTHON, os.X_OK)


def in_an_environment_with_our_packages():
    # type: () -> bool
    """Our own .venv, or another virtual environment that has what we need."""
    if os.path.realpath(sys.prefix) == os.path.realpath(OURS):
        return READY
    if sys.version_info < (3, 11) or sys.prefix == sys.base_prefix:
        return False
    from importlib.util import find_spec

    return find_spec("weasyprint") is not None and find_spec("pikepdf") is not None


def say_how_to_set_up():
    # type: () -> int
    """In both languages: who stands here has chosen none yet."""
    sys.stderr.write(
        "準備がまだです。このフォルダーで次を実行してください: make pdf\n"
        "Brochure is not set up yet. Run this in its folder first: make pdf\n"
        "  cd {} && make pdf\n".format(HERE)
    )
    return 2


if __name__ == "__main__":
    if in_an_environment_with_our_packages():
        # Imports leave no rubbish behind; workshop.py turns the collector on again.
        gc.disable()
        # numpy's library would start a thread for each core, to idle; a process with
        # but one thread can be forked, see crew.py.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            from brochure.commands.main import main

            sys.exit(main())
        except KeyboardInterrupt:  # while Python was still reading our modules
            sys.exit(130)
    if READY:
        os.execv(PYTHON, [PYTHON, os.path.abspath(__file__), *sys.argv[1:]])
    sys.exit(say_how_to_set_up())

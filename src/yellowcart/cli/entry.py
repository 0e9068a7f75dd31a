"""From the arguments to the exit code. Whatever goes wrong is one line on standard error."""

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from yellowcart.kit.errors import YellowcartError

BAD_USE = 2
INTERNAL_ERROR = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
READER_GONE = 141  # 128 + SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; answers the exit code.

    0: done. 1: lint or a check found something. 2: bad use or bad input, in one line that names
    file, line, field and what was expected. With YELLOWCART_TRACEBACK set, errors of our own
    come with their traceback.
    """
    _speak_utf8()
    if arguments is None:  # a process of our own, not a call out of somebody else's
        _stop_in_good_order()
    code = BAD_USE
    try:
        code = _told(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return READER_GONE
    except OSError as error:  # the last of the output found no place
        _drop_output()
        return code or _complain(_failure(error))
    return code


def _told(arguments: Sequence[str]) -> int:
    try:
        # Imported here so that an interrupt while it loads is as quiet as one later.
        from yellowcart.cli.app import run

        return run(arguments)
    except YellowcartError as error:
        return _complain(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(_failure(error))
    except Exception as error:
        if os.environ.get("YELLOWCART_TRACEBACK"):
            raise
        _complain(f"internal error, please report it: {type(error).__name__}: {error}")
        return INTERNAL_ERROR


def _complain(text: str) -> int:
    print("yellowcart:", " ".join(text.split()), file=sys.stderr)
    return BAD_USE


def _failure(error: OSError) -> str:
    what = error.strerror or str(error)
    return what if error.filename is None else f"{error.filename}: {what}"


def _speak_utf8() -> None:
    """UTF-8 whatever the locale; a lone surrogate comes out as \\udcff, which JSON reads back."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller, as in `yellowcart … >&-`
            setattr(sys, name, open(os.devnull, "r+"))  # noqa: SIM115 - until the process ends
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _stop_in_good_order() -> None:
    """SIGTERM and a closed terminal end us as an interrupt does: what is half done is removed."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # nohup ignores one of them
            signal.signal(number, _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # `timeout` sends it twice; tidying up takes a moment
    sys.exit(128 + number)


def _drop_output() -> None:
    """What is still buffered must not fail once more when the interpreter closes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

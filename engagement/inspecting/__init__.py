"""Opens a finished file as a stranger would, and says what in it is more than meets the eye.

Plain Python, and nothing of the code that makes our files: a mistake there must not be made here again.
"""

from engagement.inspecting import commas, excel, opendocument, word
from engagement.inspecting.container import parts_of
from engagement.inspecting.found import Found, UnreadableError

__all__ = ["KINDS", "Found", "inspect"]

_LOOK = {"xlsx": excel.inspect, "docx": word.inspect, "ods": opendocument.inspect, "odt": opendocument.inspect}
KINDS = (*_LOOK, "csv")


def inspect(data: bytes, kind: str) -> list[Found]:
    """Everything found in a file of `kind` (its ending); empty for a clean one. Never raises for what is inside."""
    try:
        if kind == "csv":
            return commas.inspect(data)
        if kind not in _LOOK:
            return [Found("a kind of file that is not known", kind or "no ending")]
        parts, found = parts_of(data)
        return [*found, *_LOOK[kind](parts)]
    except UnreadableError as error:
        return [Found("cannot be read", str(error))]
    except (ValueError, KeyError, IndexError, RecursionError, OverflowError, MemoryError):
        return [Found("cannot be read", "the file is broken")]

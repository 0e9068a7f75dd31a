"""Arrays as bare pointers.

Numba counts references to an array in every function that it is handed to, which costs more
than the functions here do. Their callers keep the arrays alive, so they take pointers. Python
hands them over as addresses, which are cheaper to unpack than arrays.
"""

from typing import Any

from numba import config, types
from numba.core.errors import TypingError
from numba.extending import intrinsic

_CPOINTER: Any = types.CPointer
COMPILED = not vars(config)["DISABLE_JIT"]


@intrinsic
def _pointer(typing_context, memory):  # type: ignore[no-untyped-def]
    if isinstance(memory, types.Bytes):
        element = types.uint8
    elif isinstance(memory, types.Array):
        element = memory.dtype
    else:
        raise TypingError("only an array or bytes have a place in memory")

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return context.make_helper(builder, memory, arguments[0]).data

    return _CPOINTER(element)(memory), generate


def _at(element: Any) -> Any:
    @intrinsic
    def at(typing_context, address):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            place = context.get_value_type(signature.return_type)
            return builder.inttoptr(arguments[0], place)

        return _CPOINTER(element)(types.intp), generate

    return at


@intrinsic
def _eight(typing_context, place, index):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        word = context.get_value_type(types.int64)
        there = builder.gep(arguments[0], [arguments[1]])
        loaded = builder.load(builder.bitcast(there, word.as_pointer()))
        loaded.align = 1
        return loaded

    return types.int64(place, types.int64), generate


def _eight_in_python(letters: Any, index: int) -> int:
    return int.from_bytes(bytes(letters[index : index + 8]), "little", signed=True)


def _itself(memory: Any) -> Any:
    return memory


def _address(array: Any) -> Any:
    return int(array.ctypes.data)


def _behind(array: Any, numbers: int) -> Any:
    return array[numbers:]


def _behind_address(address: int, numbers: int) -> Any:
    return address + 8 * numbers


pointer: Any = _pointer if COMPILED else _itself
"""The pointer to an array's or bytes' first element."""
letters_at: Any = _at(types.uint8) if COMPILED else _itself
numbers_at: Any = _at(types.int64) if COMPILED else _itself
points_at: Any = _at(types.uint16) if COMPILED else _itself
"""The pointer that a handle stands for."""
handle = _address if COMPILED else _itself
"""What Python hands over for an array of letters, numbers or code points."""
behind = _behind_address if COMPILED else _behind
"""The handle so many numbers behind another."""
eight: Any = _eight if COMPILED else _eight_in_python
"""Eight letters at once, the first in the lowest byte; the processors that we run on do so."""

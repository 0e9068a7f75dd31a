"""Arrays as bare pointers.

Numba counts references to an array in every function that it is handed to, which costs more
than the functions here do. Their callers keep the arrays alive, so they take pointers. Python
hands them over as addresses, which are cheaper to unpack than arrays.
"""

from typing import Any

from numba import config, types
from numba.core.errors import TypingError
from numba.extending import intrinsic


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

    return types.CPointer(element)(memory), generate


def _at(element: Any) -> Any:
    @intrinsic
    def at(typing_context, address):  # type: ignore[no-untyped-def]
        def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            place = context.get_value_type(signature.return_type)
            return builder.inttoptr(arguments[0], place)

        return types.CPointer(element)(types.intp), generate

    return at


def _itself(memory: Any) -> Any:
    return memory


def _address(array: Any) -> int:
    return int(array.ctypes.data)


def _sliced(array: Any, numbers: int) -> Any:
    return array[numbers:]


def _shifted(address: int, numbers: int) -> int:
    return address + 8 * numbers


if config.DISABLE_JIT:
    pointer = letters_at = numbers_at = points_at = handle = _itself
    behind = _sliced
else:
    pointer, handle, behind = _pointer, _address, _shifted
    letters_at, numbers_at, points_at = map(_at, (types.uint8, types.int64, types.uint16))

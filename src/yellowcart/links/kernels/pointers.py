"""Arrays as bare pointers.

Numba counts references to an array in every function that it is handed to, which costs more
than the functions here do. Their callers keep the arrays alive, so they take pointers.
"""

from typing import Any

from numba import config, types
from numba.core.errors import TypingError
from numba.extending import intrinsic


@intrinsic
def _pointer(typing_context, array):  # type: ignore[no-untyped-def]
    if not isinstance(array, types.Array):
        raise TypingError("only an array has a place in memory")

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return context.make_array(array)(context, builder, arguments[0]).data

    return types.CPointer(array.dtype)(array), generate


def _itself(array: Any) -> Any:
    return array


pointer = _itself if config.DISABLE_JIT else _pointer

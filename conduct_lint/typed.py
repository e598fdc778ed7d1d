"""The names of `typing` that this package is annotated with. Nothing asks for annotations while it runs, and importing `typing`
takes a thirtieth of the time that one card takes; `NamedTuple` is in `named`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # spelt out, as a type checker knows it by this name too
if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
    from typing import cast as cast
    from typing import overload as overload
else:
    Any = NoReturn = TextIO = TypeAlias = None
    Protocol = object

    class Generic:
        """A class that may be written with the types it is for."""

        def __class_getitem__(cls, types):
            return cls

    def TypeVar(name, **_):
        return name

    def cast(_, value):
        return value

    def overload(function):
        return function

"""`NamedTuple` as `typing` has it, in a third of its time: that one compiles each annotation of each class at every import.

There are seventy such classes on the way of a check, and nobody asks them for their annotations.
"""

from __future__ import annotations

TYPE_CHECKING = False  # spelt out, as a type checker knows it by this name too
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _Made(type):
        """Makes a named tuple of what stands in the body of a class."""

        def __new__(cls, name, bases, body):
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))
            for key, value in body.items():
                setattr(made, key, value)
            return made

    NamedTuple = type.__new__(_Made, "NamedTuple", (), {})

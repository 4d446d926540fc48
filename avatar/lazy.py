"""A package's names, imported when they are first used: who needs one of them doesn't wait for all."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, whose import takes longer than all of this

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def find_late(names: dict[str, object], homes: Mapping[str, str]) -> Callable[[str], object]:
    """The `__getattr__` of a package, which imports a name at its first use and keeps it.

    `names`: the package's `globals()`. `homes`: a module to the names that it holds, with spaces between them.
    """
    package = names["__name__"]

    def find(name: str) -> object:
        from importlib import import_module

        for module, held in homes.items():
            if name in held.split():
                names[name] = found = getattr(import_module(module), name)
                return found
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find

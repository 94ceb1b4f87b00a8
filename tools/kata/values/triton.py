"""Triton's dtypes, which arrive as torch's, and its interpreter made as strict as a GPU."""

import sys
from collections.abc import Callable
from typing import Any

from kata.values.adapter import Adapter, Writer
from kata.values.torch import DTYPE

_NAMES = {"fp16": "float16", "bf16": "bfloat16", "fp32": "float32", "fp64": "float64", "int1": "bool"}
_NAMES |= {f"{sign}int{bits}": f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)}

# The places of the pointers and of the mask among the arguments of what touches memory.
_TOUCHES = {
    "create_masked_load": (0, 1),
    "create_masked_store": (0, 2),
    "create_atomic_cas": (0, None),
    "create_atomic_rmw": (1, 3),
}


class Triton(Adapter):
    def __init__(self) -> None:
        super().__init__("triton", {"triton": "triton", "tl": "triton.language"})

    def holds(self, kind: type) -> bool:
        language = sys.modules.get("triton.language")
        return language is not None and issubclass(kind, language.dtype | language.constexpr)

    def set_up(self) -> None:
        if sys.modules["triton"].knobs.runtime.interpret:
            _be_strict()
            _be_quick()

    def encode(self, value: Any, writer: Writer) -> Any:
        if isinstance(value, sys.modules["triton.language"].constexpr):
            return writer.encode(value.value)
        name = _NAMES.get(value.name)
        return writer.refer(value) if name is None else [DTYPE, name]


def _be_strict() -> None:
    """Refuse in Triton's interpreter what a GPU would not forgive.

    The interpreter reads and writes at any address, and gives 0 where a masked load has no `other`. On a GPU the one
    ends the program, and the other is whatever the register held: here it is NaN, or a number that nobody expects.
    So is memory that was allocated and never written to, the same in every run.
    """
    import torch
    from triton.runtime import interpreter

    torch.use_deterministic_algorithms(True, warn_only=True)
    builder, executor = interpreter.InterpreterBuilder, interpreter.GridExecutor
    spans: list[tuple[int, int]] = []  # of memory, that the running kernel was given

    def remember(take_arguments: Callable[..., Any]) -> Callable[..., Any]:
        def taken(self: Any, *arguments: Any) -> Any:
            held = take_arguments(self, *arguments)
            tensors = [one for one in (*held[0], *held[1].values()) if hasattr(one, "untyped_storage")]
            storages = [tensor.untyped_storage() for tensor in tensors]
            spans[:] = [(storage.data_ptr(), storage.data_ptr() + storage.nbytes()) for storage in storages]
            return held

        return taken

    def checked(touch: Callable[..., Any], pointers: int, mask: int | None, does: str) -> Callable[..., Any]:
        def touched(self: Any, *arguments: Any) -> Any:
            where = arguments[pointers]
            size = interpreter._get_np_dtype(where.get_element_ty()).itemsize
            addresses = where.data if mask is None or arguments[mask] is None else where.data[arguments[mask].data]
            inside = False
            for start, end in spans:
                inside = inside | ((addresses >= start) & (addresses <= end - size))
            if addresses.size and not (inside & (addresses > 0)).all():
                raise IndexError(f"a program {does} memory outside the tensors that it was given: its mask is wrong")
            return touch(self, *arguments)

        return touched

    def undefined(load: Callable[..., Any]) -> Callable[..., Any]:
        def loaded(self: Any, pointers: Any, mask: Any, other: Any, *rest: Any) -> Any:
            if other is None:
                kind = pointers.get_element_ty()
                filler = 0xFF if kind.is_floating() else 0xA5
                dtype = interpreter._get_np_dtype(kind)
                count = pointers.data.size * dtype.itemsize
                data = interpreter.np.full(count, filler, "u1").view(dtype).reshape(pointers.data.shape)
                other = interpreter.TensorHandle(data, kind)
            return load(self, pointers, mask, other, *rest)

        return loaded

    executor._init_args_hst = remember(executor._init_args_hst)
    for name, (pointers, mask) in _TOUCHES.items():
        does = "reads" if name == "create_masked_load" else "writes"
        setattr(builder, name, checked(getattr(builder, name), pointers, mask, does))
    builder.create_masked_load = undefined(builder.create_masked_load)


def _be_quick() -> None:
    """Do once for all answers what Triton's interpreter does anew for each, or for each call of tl.max or tl.sum."""
    from triton.runtime import interpreter

    known: dict[Any, list[tuple[str, Any]]] = {}

    def patch(package: Any, builder: Any, scope: Any) -> None:
        if package not in known:
            members = interpreter.inspect.getmembers(package)
            known[package] = [(name, member) for name, member in members if interpreter.tl.core.is_builtin(member)]
        for name, member in known[package]:
            if getattr(package, name) is member:  # else a function that is running already has done it
                interpreter._patch_attr(package, name, member, builder, scope)

    interpreter._patch_builtin = patch
    for function in vars(interpreter.tl).values():
        if isinstance(function, interpreter.InterpretedFunction):
            function.rewrite()

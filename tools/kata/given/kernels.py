"""Launching kernels on the tensors of the answer's process, and seeing what a launch was made of."""

from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

# What holding, moving and viewing tensors takes. All else computes.
_HOLDING = frozenset(
    """
    __get__ __getitem__ __iter__ __len__ __setitem__ clone contiguous copy_ cpu cuda data_ptr detach dim element_size
    empty empty_like empty_strided expand fill_ full full_like is_contiguous is_floating_point new_empty
    new_empty_strided new_full new_zeros numel permute reshape select set_ size squeeze storage_offset stride t to
    transpose unbind unsqueeze untyped_storage view zero_ zeros zeros_like
    """.split()
)


class _ComputationNotes(TorchFunctionMode):
    """Notes what is computed with tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.computed: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func.__name__ not in _HOLDING:
            self.computed.append(func.__name__)
        return func(*args, **(kwargs or {}))


def launch(kernel: Any, programs: int, *arguments: Any, **constants: Any) -> list[torch.Tensor]:
    """Run a kernel over a grid of so many programs.

    Returns:
        The tensors among its arguments, as it left them.
    """
    kernel[(programs,)](*arguments, **constants)
    return [argument for argument in arguments if isinstance(argument, torch.Tensor)]


def watch_launches(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> tuple[Any, list[int], list[str]]:
    """Call a function of the host's that launches kernels.

    The answer shares this process: what is seen here tells an honest mistake, and proves nothing.

    Returns:
        What it returned, the number of programs of each launch, and the names of torch's operations that computed.
    """
    from triton.runtime.interpreter import interpreter_builder

    programs: list[int] = []
    set_grid_dim = interpreter_builder.set_grid_dim

    def counted(x: int, y: int, z: int) -> None:
        programs.append(x * y * z)
        set_grid_dim(x, y, z)

    watch = _ComputationNotes()
    interpreter_builder.set_grid_dim = counted
    try:
        with watch:
            result = function(*arguments, **keywords)
    finally:
        del interpreter_builder.set_grid_dim
    return result, programs, watch.computed

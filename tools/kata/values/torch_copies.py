"""Tensors that came from the answer: copies that say so, and the bridge for gradients.

A result that was made from inputs that require grad is the output of an autograd Function here whose backward asks the
answer's process for the vector-Jacobian product. That product is made the same way, so that it can be differentiated
again, as often as wanted.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import torch

_GET_GRAD = vars(torch._C.TensorBase)["grad"].__get__


class RemoteGraph(Protocol):
    """A tensor graph in the answer's process."""

    def vjp(self, index: int, cotangent: Any, inputs: Sequence[Any], *, differentiable: bool) -> list[Any]: ...


class ReceivedTensor(torch.Tensor):
    """A tensor that came from the answer. It is a copy: what would be lost over there is refused here."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        name = getattr(func, "__name__", "")
        if func == _GET_GRAD:
            raise AttributeError("this tensor is a copy and has no .grad: use torch.autograd.grad or submission.grads")
        in_place = name == "__setitem__" or (name.endswith("_") and not name.endswith("__"))
        if in_place and args and isinstance(args[0], ReceivedTensor):
            # Not a TypeError: torch would take it for "not implemented" and add out of place.
            raise RuntimeError("this tensor is a copy of the answer's: writing to it would change nothing over there")
        with torch._C.DisableTorchFunctionSubclass():
            return func(*args, **(kwargs or {}))


def received(
    tensor: torch.Tensor, link: RemoteGraph | None, index: int | None, inputs: list[torch.Tensor]
) -> torch.Tensor:
    """Dress a tensor that has just crossed.

    Args:
        tensor: its values.
        link: the graph that it belongs to in the answer's process, None when it has none.
        index: which output of that graph it is.
        inputs: the tensors of this call that require grad.
    """
    if link is not None and inputs and torch.is_grad_enabled():  # also in a backward that is to be differentiated
        tensor = _RemoteGradient.apply(link, index, tensor, *inputs)  # type: ignore[no-untyped-call]
    dressed: torch.Tensor = tensor.as_subclass(ReceivedTensor)
    if link is not None:
        dressed._kata_link = (link, index)  # type: ignore[attr-defined]
    return dressed


class _RemoteGradient(torch.autograd.Function):
    """One output of a call: the identity on its value, with the answer's own derivative."""

    @staticmethod
    def forward(ctx: Any, link: RemoteGraph, index: int, value: torch.Tensor, *inputs: torch.Tensor) -> torch.Tensor:
        ctx.link, ctx.index = link, index
        ctx.save_for_backward(*inputs)
        return value.clone()

    @staticmethod
    def backward(ctx: Any, *cotangents: torch.Tensor) -> Any:
        (cotangent,) = cotangents
        inputs = ctx.saved_tensors
        grads = ctx.link.vjp(ctx.index, cotangent, inputs, differentiable=torch.is_grad_enabled())
        for grad, leaf in zip(grads, inputs, strict=True):
            if grad is not None and (not isinstance(grad, torch.Tensor) or grad.shape != leaf.shape):
                raise AssertionError("The gradient of the answer's result doesn't have the shape of its input.")
        return None, None, None, *[grad if grad is None else grad.as_subclass(torch.Tensor) for grad in grads]

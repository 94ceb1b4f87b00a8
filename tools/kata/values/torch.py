"""PyTorch's tensors and dtypes."""

import sys
from collections.abc import Callable
from typing import Any

from kata.values.adapter import Adapter, CannotCross, Maker, Reader, WireError, Writer
from kata.values.literal import MOST_ENTRIES, Write, nested, of_bytes, shortest
from kata.values.numpy import check_shape

DTYPE, TENSOR = 30, 31
DTYPES = frozenset(
    """
    float16 bfloat16 float32 float64 complex64 complex128 bool uint8 int8 int16 int32 int64 uint16 uint32 uint64
    """.split()
)


def _generator(seed: int) -> Any:
    import torch

    return torch.Generator().manual_seed(seed)


def _dtype(name: Any) -> Any:
    torch = sys.modules.get("torch")
    if torch is None:
        raise WireError("a tensor where no torch is loaded")
    if name not in DTYPES:
        raise WireError("a torch dtype that isn't one")
    return getattr(torch, name)


def _tensor(reader: Reader, name: Any, shape: Any, payload: Any, requires_grad: Any, mark: Any) -> Any:
    dtype = _dtype(name)
    torch = sys.modules["torch"]
    check_shape(shape)
    data = reader.payload(payload)
    if dtype == torch.bool:
        tensor = torch.frombuffer(data, dtype=torch.uint8) != 0 if data else torch.empty(0, dtype=dtype)
    else:
        tensor = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    return reader.finish_tensor(tensor.reshape(shape), bool(requires_grad), mark)


class Torch(Adapter):
    def __init__(self) -> None:
        decoders: dict[int, Callable[..., Any]] = {DTYPE: lambda reader, name: _dtype(name), TENSOR: _tensor}
        makers = {"torch_generator": Maker(_generator, "torch.Generator().manual_seed({})")}
        super().__init__("torch", {"torch": "torch"}, decoders, makers)

    def holds(self, kind: type) -> bool:
        torch = sys.modules["torch"]
        return issubclass(kind, torch.Tensor | torch.dtype)

    def operators(self) -> tuple[list[Any], list[type]]:
        torch = sys.modules["torch"]
        tables = [getattr(torch._C, name, None) for name in ("_nn", "_special", "_VariableFunctions")]
        kinds = [torch._ops.OpOverloadPacket, torch._ops.OpOverload]
        return [table for table in (*tables, getattr(torch, "_VF", None)) if table is not None], kinds

    def set_up(self) -> None:
        sys.modules["torch"].set_num_threads(1)

    def seed(self, seed: int) -> None:
        torch = sys.modules["torch"]
        # torch.manual_seed also makes a note of its caller's stack for each kind of device that isn't there: that takes
        # longer than most tests do.
        torch.default_generator.manual_seed(seed)
        if torch.cuda.is_initialized():
            torch.cuda.manual_seed_all(seed)

    def restore_settings(self) -> None:
        torch = sys.modules["torch"]
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)
        # Memory that was never written holds nan, so that an answer which reads it is wrong every time.
        torch.set_deterministic_debug_mode("warn")

    def encode(self, value: Any, writer: Writer) -> list[Any]:
        torch = sys.modules["torch"]
        if not isinstance(value, torch.Tensor):
            return [DTYPE, _name(value)]
        name = _name(value.dtype)
        if value.layout != torch.strided or name not in DTYPES or value.device.type != "cpu":
            raise CannotCross(
                f"A {value.layout} tensor of {value.dtype} on {value.device} can't cross to the grader; "
                "return a dense one on the CPU."
            )
        mark = writer.mark_tensor(value)
        plain = value.detach().resolve_conj().resolve_neg().contiguous()
        data = memoryview(_bytes_of(plain)) if plain.numel() else b""
        payload = writer.payload(data, plain.numel() * plain.element_size())
        return [TENSOR, name, list(plain.shape), payload, bool(value.requires_grad), mark]

    def received(self, value: Any, link: Any, index: int | None, inputs: list[Any]) -> Any:
        from kata.values.torch_copies import received  # which imports torch

        return received(value, link, index, inputs)

    def vjp(self, output: Any, inputs: list[Any], cotangent: Any, *, differentiable: bool) -> list[Any]:
        import torch

        if differentiable:
            cotangent.requires_grad_(True)
        grads = torch.autograd.grad(
            output, inputs, cotangent, create_graph=differentiable, retain_graph=True, allow_unused=True
        )
        return list(grads)

    def parameter_gradients(self, module: Any, output: Any, cotangent: Any) -> dict[str, Any]:
        named = dict(module.named_parameters())
        wanted = {name: parameter for name, parameter in named.items() if parameter.requires_grad}
        grads = self.vjp(output, list(wanted.values()), cotangent, differentiable=False)
        found = dict(zip(wanted, grads, strict=True))
        return {name: found.get(name) for name in named}

    def numbers(self, value: Any) -> tuple[Any, str] | None:
        torch = sys.modules["torch"]
        if not isinstance(value, torch.Tensor):
            return None
        plain = value.detach().resolve_conj().resolve_neg().cpu().as_subclass(torch.Tensor)
        return (plain.float() if plain.dtype == torch.bfloat16 else plain).numpy(), _name(value.dtype)

    def noun(self, value: Any) -> str:
        return "a tensor" if isinstance(value, sys.modules["torch"].Tensor) else ""

    def label(self, value: Any) -> str:
        return f"tensor of shape {tuple(value.shape)}, {_name(value.dtype)}" if self.noun(value) else ""

    def source(self, value: Any, indent: int, write: Write) -> str:
        torch = sys.modules["torch"]
        if not isinstance(value, torch.Tensor):
            return str(value)
        grad = ", requires_grad=True" if value.requires_grad else ""
        plain = value.detach().resolve_conj().resolve_neg().contiguous()
        dtype = str(plain.dtype)
        if not plain.numel():
            return f"torch.zeros({tuple(plain.shape)}, dtype={dtype}{grad})"
        if plain.numel() <= MOST_ENTRIES:
            entries = shortest(plain.numpy()) if plain.dtype in (torch.float32, torch.float16) else plain.tolist()
            return f"torch.tensor({nested(entries, indent + 13, write)}, dtype={dtype}{grad})"
        data = of_bytes(_bytes_of(plain).tobytes())
        made = f"torch.frombuffer(bytearray({data}), dtype={dtype}).reshape({tuple(plain.shape)})"
        return f"{made}.requires_grad_()" if grad else made


def _bytes_of(plain: Any) -> Any:
    """The memory of a contiguous tensor, as an array of bytes."""
    # A tensor of one number is contiguous whatever its stride; `view` refuses a stride of 0, as `expand` leaves it.
    return plain.as_strided((plain.numel(),), (1,)).view(sys.modules["torch"].uint8).numpy()


def _name(dtype: Any) -> str:
    return str(dtype).removeprefix("torch.")

"""The maximum in a loop of its own, then the logarithm of the sum: a probability is exp(x - peak - log sum)."""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    row = tl.program_id(axis=0).to(tl.int64)
    offsets = tl.arange(0, BLOCK)
    peak = float("-inf")
    for i in range(tl.cdiv(n_columns, BLOCK)):
        cols = i * BLOCK + offsets
        x = tl.load(x_ptr + row * x_stride + cols, mask=cols < n_columns, other=float("-inf"))
        peak = tl.maximum(peak, tl.max(x.to(tl.float32), 0))
    total = 0.0
    for i in range(tl.cdiv(n_columns, BLOCK)):
        cols = i * BLOCK + offsets
        x = tl.load(x_ptr + row * x_stride + cols, mask=cols < n_columns, other=float("-inf"))
        total += tl.sum(tl.exp(x.to(tl.float32) - peak), 0)
    log_total = tl.log(total)
    for i in range(tl.cdiv(n_columns, BLOCK)):
        cols = i * BLOCK + offsets
        x = tl.load(x_ptr + row * x_stride + cols, mask=cols < n_columns)
        tl.store(out_ptr + row * out_stride + cols, tl.exp(x.to(tl.float32) - peak - log_total), mask=cols < n_columns)


def triton_row_softmax(x: torch.Tensor, block: int = 1024) -> torch.Tensor:
    if block not in [2**i for i in range(31)]:
        raise ValueError("block has to be a power of two")
    out = torch.empty(x.shape, dtype=x.dtype, device=x.device)

    def grid(meta):
        return (x.shape[0],)

    row_softmax_kernel[grid](x, out, x.stride(0), out.stride(0), x.shape[1], BLOCK=block)
    return out

"""Softmax as a Triton kernel: maximum and sum in one pass over the row, probabilities in a second.

The pair (peak, total) of a part of the row is all that the rest needs to know of it: a larger logit turns up, and the
old sum shrinks by exp(old peak - new peak). Lanes beyond the end load -inf, which is below every maximum and whose exp
is 0. The shift is 0 while nothing finite has been seen, since -inf - (-inf) would be nan.
"""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    x_row = x_ptr + row * x_stride
    out_row = out_ptr + row * out_stride
    lanes = tl.arange(0, BLOCK)

    peak = -float("inf")
    total = 0.0
    for start in range(0, n_columns, BLOCK):
        at = start + lanes
        x = tl.load(x_row + at, mask=at < n_columns, other=-float("inf")).to(tl.float32)
        new = tl.maximum(peak, tl.max(x, axis=0))
        shift = tl.where(new == -float("inf"), 0.0, new)
        total = total * tl.exp(peak - shift) + tl.sum(tl.exp(x - shift), axis=0)
        peak = new

    for start in range(0, n_columns, BLOCK):
        at = start + lanes
        x = tl.load(x_row + at, mask=at < n_columns, other=-float("inf")).to(tl.float32)
        tl.store(out_row + at, tl.exp(x - peak) / total, mask=at < n_columns)


def triton_row_softmax(x, block=1024):
    if block < 1 or block & (block - 1):
        raise ValueError("block must be a power of two")
    out = torch.empty_like(x)
    rows, columns = x.shape
    row_softmax_kernel[(rows,)](x, out, x.stride(0), out.stride(0), columns, BLOCK=block)
    return out

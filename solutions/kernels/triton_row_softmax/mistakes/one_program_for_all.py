"""A single program loops over all rows, so the GPU works on one of them at a time: launch a program for each row, and
let it find its own by tl.program_id(0).

caught by: test_a_program_writes_its_row_and_nothing_else
"""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    softmax_of(x_ptr, out_ptr, n_columns, BLOCK)


@triton.jit
def softmax_of(x_ptr, out_ptr, n_columns, BLOCK: tl.constexpr):
    lanes = tl.arange(0, BLOCK)
    peak = -float("inf")
    for start in range(0, n_columns, BLOCK):
        at = start + lanes
        x = tl.load(x_ptr + at, mask=at < n_columns, other=-float("inf")).to(tl.float32)
        peak = tl.maximum(peak, tl.max(x, axis=0))
    total = 0.0
    for start in range(0, n_columns, BLOCK):
        at = start + lanes
        x = tl.load(x_ptr + at, mask=at < n_columns, other=-float("inf")).to(tl.float32)
        total += tl.sum(tl.exp(x - peak), axis=0)
    for start in range(0, n_columns, BLOCK):
        at = start + lanes
        x = tl.load(x_ptr + at, mask=at < n_columns, other=-float("inf")).to(tl.float32)
        tl.store(out_ptr + at, tl.exp(x - peak) / total, mask=at < n_columns)


def triton_row_softmax(x, block=1024):
    if block < 1 or block & (block - 1):
        raise ValueError("block must be a power of two")
    out = torch.empty_like(x)
    for x_row, out_row in zip(x, out):
        row_softmax_kernel[(1,)](x_row, out_row, 0, 0, x.shape[1], BLOCK=block)
    return out

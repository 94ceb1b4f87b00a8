"""The exponentials are taken of the logits as they are: beyond 88 they overflow, and the quotient is nan. Subtract the
largest logit of the row first.

caught by: test_large_logits
"""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    total = 0.0
    for start in range(0, n_columns, BLOCK):
        offs = start + tl.arange(0, BLOCK)
        x = tl.load(x_ptr + row * x_stride + offs, mask=offs < n_columns, other=-float("inf"))
        total += tl.sum(tl.exp(x.to(tl.float32)), axis=0)
    for start in range(0, n_columns, BLOCK):
        offs = start + tl.arange(0, BLOCK)
        x = tl.load(x_ptr + row * x_stride + offs, mask=offs < n_columns, other=-float("inf"))
        tl.store(out_ptr + row * out_stride + offs, tl.exp(x.to(tl.float32)) / total, mask=offs < n_columns)


def triton_row_softmax(x, block=1024):
    if block < 1 or block & (block - 1):
        raise ValueError("block must be a power of two")
    out = torch.empty_like(x)
    row_softmax_kernel[(x.shape[0],)](x, out, x.stride(0), out.stride(0), x.shape[1], BLOCK=block)
    return out

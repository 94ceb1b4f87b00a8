"""The whole row has to fit into one block: where it is wider, what is left over is neither summed nor written. Go
through the row in blocks, twice.

caught by: test_rows_wider_than_a_block
"""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    row_idx = tl.program_id(0)
    col_offsets = tl.arange(0, BLOCK)
    mask = col_offsets < n_columns
    row = tl.load(x_ptr + row_idx * x_stride + col_offsets, mask=mask, other=-float("inf")).to(tl.float32)
    row_minus_max = row - tl.max(row, axis=0)
    numerator = tl.exp(row_minus_max)
    denominator = tl.sum(numerator, axis=0)
    tl.store(out_ptr + row_idx * out_stride + col_offsets, numerator / denominator, mask=mask)


def triton_row_softmax(x, block=1024):
    if block <= 0 or block & (block - 1) != 0:
        raise ValueError("block must be a power of two")
    n_rows, n_cols = x.shape
    y = torch.empty_like(x)
    row_softmax_kernel[(n_rows,)](x, y, x.stride(0), y.stride(0), n_cols, BLOCK=block)
    return y

"""Each lane keeps the maximum and the sum of its own columns; they are merged once, at the end of the first pass."""

import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    x_ptr += tl.program_id(0) * x_stride
    out_ptr += tl.program_id(0) * out_stride
    lanes = tl.arange(0, BLOCK)
    m = tl.full([BLOCK], -1e30, tl.float32)
    z = tl.zeros([BLOCK], tl.float32)
    for start in range(0, n_columns, BLOCK):
        inside = start + lanes < n_columns
        x = tl.load(x_ptr + start + lanes, mask=inside, other=0).to(tl.float32)
        x = tl.where(inside, x, -float("inf"))
        larger = tl.maximum(m, x)
        z = z * tl.exp(m - larger) + tl.exp(x - larger)
        m = larger
    peak = tl.max(m, axis=0)
    z = tl.sum(z * tl.exp(m - peak), axis=0)
    for start in range(0, n_columns, BLOCK):
        inside = start + lanes < n_columns
        x = tl.load(x_ptr + start + lanes, mask=inside, other=0).to(tl.float32)
        tl.store(out_ptr + start + lanes, tl.exp(x - peak) / z, mask=inside)


def triton_row_softmax(x, block=1024):
    if block < 1 or triton.next_power_of_2(block) != block:
        raise ValueError(f"{block} isn't a power of two")
    out = x.new_empty(x.shape)
    row_softmax_kernel[(len(x),)](x, out, x.stride(0), out.stride(0), x.shape[1], BLOCK=block)
    return out

"""Row softmax in Triton: one program for each row, in two passes over it.

On a GPU a softmax is bound by memory. Written with a library's operations it
reads and writes the whole matrix for each of them: maximum, difference, exp,
sum, quotient. A kernel reads a row, keeps what it needs in registers, and
writes the result: here two reads and one write, whatever the width of the row.

A Triton kernel is written for one program, which works on blocks of values at
once. It is launched over a grid of many; program i does row i:

    out[i, j] = exp(x[i, j] - m) / z     m = the largest logit of row i
                                         z = sum_j exp(x[i, j] - m)

A row may be wider than a block. So the program goes through it in blocks of
BLOCK columns, twice: once for m and z, which it updates from block to block
(the online softmax), and once to write the probabilities.

Conventions:

- **Memory**: x_ptr and out_ptr point to the first elements. The columns of a
  row lie side by side, and the rows x_stride and out_stride elements apart,
  which may be more than n_columns. Nothing outside the rows is read or
  written: the last block of a row is loaded and stored with a mask. A lane
  that is masked out without `other` holds anything at all, nan included, as
  it may on a GPU.
- **Logits** are finite or -inf; each row has a finite one. A logit of -inf
  has the probability 0, also where a whole block of the row is -inf. Logits
  in the thousands, of either sign, overflow nothing.
- **Dtype**: x is float32 or float16; out has its dtype. The kernel computes in
  float32 either way: a float16 sum overflows beyond 65504.
- **The host** only allocates and launches: nothing is computed by torch.

Kernels are graded in Triton's own interpreter, on the CPU. Where you have a
GPU, the same file runs compiled on tensors that lie there.
"""

import torch
import triton
import triton.language as tl


@triton.jit
def row_softmax_kernel(x_ptr, out_ptr, x_stride, out_stride, n_columns, BLOCK: tl.constexpr):
    """The softmax of one row; program i of the grid does row i.

    Args:
        x_ptr: pointer to the logits.
        out_ptr: pointer to where the probabilities go.
        x_stride: from a row of logits to the next, in elements.
        out_stride: from a row of probabilities to the next, in elements.
        n_columns: the length of a row, at least 1; any relation to BLOCK.
        BLOCK: how many columns are loaded at once, a power of two.

    Returns:
        Nothing: it writes n_columns values at out_ptr + i * out_stride.

    Examples:
        >>> x = torch.tensor([[0.0, 0.0, 7.0], [1.0, 1.0, 7.0]])
        >>> out = torch.zeros(2, 3)
        >>> row_softmax_kernel[(2,)](x, out, 3, 3, 2, BLOCK=2)
        >>> out.tolist()
        [[0.5, 0.5, 0.0], [0.5, 0.5, 0.0]]
    """
    raise NotImplementedError


def triton_row_softmax(x: torch.Tensor, block: int = 1024) -> torch.Tensor:
    """Allocate the result and launch the kernel once, a program for each row.

    Args:
        x: logits, shape (rows, columns), both at least 1; float32 or float16;
            the columns of a row lie side by side. It stays as it is.
        block: how many columns a program loads at once.

    Returns:
        The softmax of each row: a new tensor of x's shape and dtype.

    Raises:
        ValueError: if block isn't a power of two, which tl.arange asks for.

    Examples:
        >>> triton_row_softmax(torch.tensor([[3.0, 3.0]])).tolist()
        [[0.5, 0.5]]
    """
    raise NotImplementedError

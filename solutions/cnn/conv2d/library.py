# needs: torch
"""PyTorch's own."""

import torch


def conv2d(x, w, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    x, w = torch.tensor(x), torch.tensor(w)
    bias = None if bias is None else torch.tensor(bias)
    try:
        return torch.nn.functional.conv2d(x, w, bias, stride, padding, dilation, groups).numpy()
    except RuntimeError as error:
        raise ValueError(str(error)) from None

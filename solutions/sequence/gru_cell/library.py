# needs: torch
"""torch's own layer, with the weights loaded."""

import torch


def gru_forward(x, w_x, w_h, b_x, b_h, h0=None):
    layer = torch.nn.GRU(x.shape[2], w_h.shape[1], batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for own, given in zip(layer.parameters(), (w_x, w_h, b_x, b_h), strict=True):
            own.copy_(torch.from_numpy(given))
        start = torch.zeros(len(x), w_h.shape[1], dtype=torch.float64) if h0 is None else torch.from_numpy(h0)
        if x.shape[1] == 0:  # torch refuses an empty sequence.
            return start[:, None][:, :0].numpy(), start.numpy()
        states, final = layer(torch.from_numpy(x), start[None])
    return states.numpy(), final[0].numpy()


def gru_step(x, h, w_x, w_h, b_x, b_h):
    return gru_forward(x[:, None], w_x, w_h, b_x, b_h, h)[1]

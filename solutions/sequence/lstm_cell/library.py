# needs: torch
"""torch's own layer, with the weights loaded and the second bias 0."""

import torch


def lstm_forward(x, w_x, w_h, b, state=None):
    units = w_h.shape[1]
    layer = torch.nn.LSTM(x.shape[2], units, batch_first=True, dtype=torch.float64)
    with torch.no_grad():
        for own, given in zip(layer.parameters(), (w_x, w_h, b, 0 * b), strict=True):
            own.copy_(torch.from_numpy(given))
        if state is None:
            h, c = torch.zeros(2, len(x), units, dtype=torch.float64)
        else:
            h, c = (torch.from_numpy(part) for part in state)
        if x.shape[1] == 0:  # torch refuses an empty sequence.
            return h[:, None][:, :0].numpy(), (h.numpy(), c.numpy())
        outputs, (h, c) = layer(torch.from_numpy(x), (h[None], c[None]))
    return outputs.numpy(), (h[0].numpy(), c[0].numpy())


def lstm_step(x, state, w_x, w_h, b):
    return lstm_forward(x[:, None], w_x, w_h, b, state)[1]

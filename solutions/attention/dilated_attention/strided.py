"""All segments of a pattern at once: the sequence is padded to whole segments and each head takes its strided view.

The patterns' averages are stacked and weighted by a softmax over their log-sum-exps.
"""

import torch
import torch.nn.functional as F


def dilated_positions(n_tokens, segment, dilation, head):
    return [
        [t for t in range(s * segment + head % dilation, (s + 1) * segment, dilation) if t < n_tokens]
        for s in range(-(-n_tokens // segment))
    ]


def one_pattern(q, k, v, segment, dilation, causal):
    """Averages and log-sum-exps of one pattern for all tokens, -inf where a token takes no part."""
    n_tokens = q.shape[2]
    width = -(-segment // dilation) * dilation
    outputs, logs = [], []
    for h in range(q.shape[1]):
        missing = -n_tokens % segment

        def strided(x, h=h, missing=missing):
            segments = F.pad(x[:, h], (0, 0, 0, missing)).unflatten(1, (-1, segment))
            return F.pad(segments, (0, 0, 0, width - segment))[:, :, h % dilation :: dilation]

        real = strided(torch.ones(1, q.shape[1], n_tokens, 1, dtype=q.dtype))[..., 0] > 0  # (1, segments, group)
        logits = strided(q) @ strided(k).transpose(-1, -2) / q.shape[-1] ** 0.5
        seen = real[..., None, :] & real[..., :, None]
        if causal:
            seen = seen & torch.ones(logits.shape[-2:], dtype=torch.bool).tril()
        peak = logits.detach().masked_fill(~seen, -1e30).amax(-1, keepdim=True)
        parts = torch.where(seen, logits - peak, 0.0).exp() * seen
        z = parts.sum(-1)
        average = parts @ strided(v) / torch.where(z > 0, z, 1.0)[..., None]
        log = torch.where(z > 0, torch.where(z > 0, z, 1.0).log() + peak[..., 0], -1e30)

        def spread(x, fill, h=h):
            full = torch.full((*x.shape[:2], width, x.shape[3]), fill, dtype=x.dtype)
            full[:, :, h % dilation :: dilation] = x
            return full[:, :, :segment].flatten(1, 2)[:, :n_tokens]

        outputs.append(spread(average, 0.0))
        logs.append(spread(log[..., None], -1e30)[..., 0])
    return torch.stack(outputs, dim=1), torch.stack(logs, dim=1)


def dilated_attention(q, k, v, patterns, causal=False):
    outputs, logs = zip(*(one_pattern(q, k, v, *pattern, causal) for pattern in patterns), strict=True)
    shares = torch.stack(logs).softmax(dim=0)
    return (shares[..., None] * torch.stack(outputs)).sum(dim=0)

"""One feature of the queries and keys after the other: running sums of (T, Dv) instead of (T, F, Dv)."""

import torch
import torch.nn.functional as F


def feature_map(x):
    above = F.relu(x)
    return torch.exp(x - above) + above


def linear_attention(q, k, v):
    output, _ = running(q, k, v, None, lambda x: x.sum(dim=2, keepdim=True))
    return output


def causal_linear_attention(q, k, v, state=None):
    return running(q, k, v, state, lambda x: x.cumsum(dim=2))


def running(q, k, v, state, add_up):
    above = below = 0
    kvs, norms = [], []
    for i, (a, b) in enumerate(zip(feature_map(q).unbind(-1), feature_map(k).unbind(-1), strict=True)):
        kv, norm = add_up(b.unsqueeze(-1) * v), add_up(b)
        if state is not None:
            kv, norm = kv + state[0][:, :, i].unsqueeze(2), norm + state[1][:, :, i].unsqueeze(2)
        above = above + a.unsqueeze(-1) * kv
        below = below + a * norm
        kvs.append(kv[:, :, -1])
        norms.append(norm[:, :, -1])
    return above / below.unsqueeze(-1), (torch.stack(kvs, dim=2), torch.stack(norms, dim=2))

"""The transition as a matrix in the steps, forward substitution in the chunks."""

import torch


def start(k, v, state):
    return torch.zeros(*k.shape[:2], k.shape[3], v.shape[3], dtype=k.dtype) if state is None else state


def delta_step(state, q, k, v, beta, alpha):
    b, a = beta[..., None, None], alpha[..., None, None]
    transition = torch.eye(k.shape[-1], dtype=k.dtype) - b * k.unsqueeze(-1) @ k.unsqueeze(-2)
    state = a * (transition @ state) + b * k.unsqueeze(-1) @ v.unsqueeze(-2)
    return (q.unsqueeze(-2) @ state).squeeze(-2), state


def delta_rule(q, k, v, beta, alpha, state=None):
    state, outputs = start(k, v, state), []
    for token in zip(*(x.unbind(2) for x in (q, k, v, beta, alpha)), strict=True):
        output, state = delta_step(state, *token)
        outputs.append(output)
    return torch.stack(outputs, 2), state


def chunked_delta_rule(q, k, v, beta, alpha, chunk, state=None):
    state, outputs = start(k, v, state), []
    for first in range(0, k.shape[2], chunk):
        part = slice(first, first + chunk)
        qs, ks, vs, bs = q[:, :, part], k[:, :, part], v[:, :, part], beta[:, :, part]
        logs = alpha[:, :, part].log()
        writes = []
        for t in range(ks.shape[2]):
            kept = [logs[:, :, j + 1 : t + 1].sum(-1).exp()[..., None] for j in range(t)]
            whole = logs[:, :, : t + 1].sum(-1).exp()[..., None]
            read = whole * torch.einsum("bhf,bhfd->bhd", ks[:, :, t], state)
            seen = whole * torch.einsum("bhf,bhfd->bhd", qs[:, :, t], state)
            for j in range(t):
                read = read + kept[j] * (ks[:, :, j] * ks[:, :, t]).sum(-1, keepdim=True) * writes[j]
                seen = seen + kept[j] * (ks[:, :, j] * qs[:, :, t]).sum(-1, keepdim=True) * writes[j]
            writes.append(bs[:, :, t, None] * (vs[:, :, t] - read))
            outputs.append(seen + (ks[:, :, t] * qs[:, :, t]).sum(-1, keepdim=True) * writes[t])
        kept = [logs[:, :, j + 1 :].sum(-1).exp()[..., None] for j in range(len(writes))]
        faded = torch.stack([one * w for one, w in zip(kept, writes, strict=True)], 2)
        state = logs.sum(-1).exp()[..., None, None] * state + ks.mT @ faded
    return torch.stack(outputs, 2), state

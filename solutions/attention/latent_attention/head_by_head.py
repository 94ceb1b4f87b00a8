"""Head by head, with loops: the matrices of a head are cut out of the weights by hand."""

import torch
from torch import nn


def causal_softmax(logits):
    n_queries, n_keys = logits.shape[-2:]
    late = torch.arange(n_keys) > torch.arange(n_keys - n_queries, n_keys)[:, None]
    return logits.masked_fill(late, float("-inf")).softmax(dim=-1)


class LatentAttention(nn.Module):
    def __init__(self, d_model, n_heads, d_head, d_latent, d_rope):
        super().__init__()
        if d_rope % 2 != 0:
            raise ValueError("R is odd")
        self.sizes = n_heads, d_head, d_rope
        width = d_head + d_rope
        for name, d_in, d_out in [
            ("q_proj", d_model, n_heads * width),
            ("kv_down", d_model, d_latent),
            ("k_rope", d_model, d_rope),
            ("k_up", d_latent, n_heads * d_head),
            ("v_up", d_latent, n_heads * d_head),
            ("out_proj", n_heads * d_head, d_model),
        ]:
            self.add_module(name, nn.Linear(d_in, d_out, bias=False))

    def parts(self, h):
        """Of head h: the content rows and the rotated rows of q_proj, and its rows of k_up and v_up."""
        _, width, d_rope = self.sizes
        q = self.q_proj.weight[h * (width + d_rope) : (h + 1) * (width + d_rope)]
        own = slice(h * width, (h + 1) * width)
        return q[:width], q[width:], self.k_up.weight[own], self.v_up.weight[own]

    def compress(self, x, start=0):
        return x @ self.kv_down.weight.T, rotate(x @ self.k_rope.weight.T, start)

    def forward(self, x):
        latent, rotary = self.compress(x)
        heads = []
        for h in range(self.sizes[0]):
            q_content, q_rest, u, w = self.parts(h)
            content = torch.einsum("btf,bsf->bts", x @ q_content.T, latent @ u.T)
            position = torch.einsum("btr,bsr->bts", rotate(x @ q_rest.T), rotary)
            weights = causal_softmax((content + position) / sum(self.sizes[1:]) ** 0.5)
            heads.append(weights @ (latent @ w.T))
        return self.out_proj(torch.cat(heads, dim=-1))

    def absorbed_query(self, x, start=0):
        queries = []
        for h in range(self.sizes[0]):
            q_content, q_rest, u, _ = self.parts(h)
            # The absorbed matrix itself: it could be computed once for all texts.
            queries.append(torch.cat([x @ (u.T @ q_content).T, rotate(x @ q_rest.T, start)], dim=-1))
        return torch.stack(queries, dim=1)

    def decode(self, x, latent, rotary):
        queries = self.absorbed_query(x, latent.shape[1] - x.shape[1])
        cached = torch.cat([latent, rotary], dim=-1)
        heads = []
        for h in range(self.sizes[0]):
            weights = causal_softmax(queries[:, h] @ cached.mT / sum(self.sizes[1:]) ** 0.5)
            heads.append((weights @ latent) @ self.parts(h)[3].T)
        return self.out_proj(torch.cat(heads, dim=-1))

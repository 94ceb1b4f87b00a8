# needs: torch
"""torch's own function; values that are the rows of an identity matrix make it show its weights."""

import numpy as np
import torch
import torch.nn.functional as F


def scaled_dot_product_attention(q, k, v, mask=None):
    if q.shape[-1] != k.shape[-1] or k.shape[-2] != v.shape[-2]:
        raise ValueError("shapes don't fit")
    n_keys, n_features = k.shape[-2:]
    q, k, v, eye = (torch.tensor(np.ascontiguousarray(x)) for x in (q, k, v, np.eye(n_keys, dtype=q.dtype)))
    leading = np.broadcast_shapes(q.shape[:-2], k.shape[:-2])
    if mask is not None:
        if mask.dtype.kind not in "bf":
            raise TypeError("a mask is boolean or floating")
        mask = torch.tensor(mask)
        mask = (mask if mask.dtype == torch.bool else mask.to(q.dtype)).expand(*leading, q.shape[-2], n_keys)
    weights = F.scaled_dot_product_attention(
        q.expand(*leading, *q.shape[-2:]),
        k.expand(*leading, n_keys, n_features),
        eye.expand(*leading, n_keys, n_keys),
        attn_mask=mask,
    )
    return (weights @ v).numpy(), weights.numpy()

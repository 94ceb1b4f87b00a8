"""A loop over samples and groups, with the Jacobian of a group's normalised values as a matrix."""

import numpy as np


def group_norm(x, gain, bias, n_groups, eps=1e-5):
    size, rest = divmod(x.shape[1], n_groups)
    if rest:
        raise ValueError("the channels don't divide into the groups")
    n, stds = np.empty_like(x), {}
    for b in range(x.shape[0]):
        for start in range(0, x.shape[1], size):
            group = x[b, start : start + size]
            stds[b, start] = np.sqrt(group.var() + x.dtype.type(eps))
            n[b, start : start + size] = (group - group.mean()) / stds[b, start]
    y = np.stack([gain[c] * n[:, c] + bias[c] for c in range(len(gain))], axis=1)
    return y, (n, stds, gain, size)


def instance_norm(x, gain, bias, eps=1e-5):
    return group_norm(x, gain, bias, len(gain), eps)


def group_norm_backward(dy, cache):
    n, stds, gain, size = cache
    dx = np.empty_like(dy)
    for (b, start), std in stds.items():
        own = slice(start, start + size)
        g = np.concatenate([gain[c] * dy[b, c].ravel() for c in range(start, start + size)])
        row, m = n[b, own].ravel(), g.size
        # dn_i/dx_j = (delta_ij - 1/M - n_i n_j / M) / std
        dx[b, own] = (g @ (np.eye(m) - 1 / m - np.outer(row, row) / m) / std).reshape(dx[b, own].shape)
    dgain = [(dy[:, c] * n[:, c]).sum() for c in range(len(gain))]
    dbias = [dy[:, c].sum() for c in range(len(gain))]
    return dx, np.array(dgain, dy.dtype), np.array(dbias, dy.dtype)

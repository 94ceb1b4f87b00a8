"""Variables become known one after another, each by a division; one of variance 0 by then says nothing more."""

import numpy as np


def marginal(mean, cov, keep):
    keep = [int(i) for i in keep]
    return np.array([mean[i] for i in keep]), np.array([[cov[i, j] for j in keep] for i in keep])


def conditional(mean, cov, known, values):
    m, s = mean.copy(), cov.copy()
    scale = np.diag(cov).max()
    for i, value in zip(known, values, strict=True):
        if s[i, i] > 1e-10 * scale:
            column = s[:, i] / s[i, i]
            m = m + column * (value - m[i])
            s = s - np.outer(column, s[i])
    rest = [i for i in range(len(mean)) if i not in set(known.tolist())]
    return m[rest], s[rest][:, rest]

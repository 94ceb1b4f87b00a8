"""The middle of the full convolution is kept, as in the mode "same": the outputs look half a kernel ahead. A causal one keeps
the first T entries.

caught by: test_the_convolution_of_short_signals
"""

import numpy as np


def ssm_kernel(a_bar, b_bar, c, length):
    powers = np.stack([a_bar**l for l in range(length)])
    return np.einsum("ldn,dn,dn->ld", powers, b_bar, c)


def causal_convolution(u, kernel):
    T, L = u.shape[1], kernel.shape[0]
    n = T + L - 1
    full = np.fft.irfft(np.fft.rfft(u, n=n, axis=1) * np.fft.rfft(kernel, n=n, axis=0)[None], n=n, axis=1)
    start = (L - 1) // 2
    return full[:, start : start + T]


def ssm_convolution(u, a_bar, b_bar, c, d):
    return causal_convolution(u, ssm_kernel(a_bar, b_bar, c, u.shape[1])) + d[None, None, :] * u

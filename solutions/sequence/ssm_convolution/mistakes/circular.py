"""The transforms have only T entries, and their product is the circular convolution: the last inputs come back in at the first
outputs. Both need zeros behind them, for T + L - 1 entries.

caught by: test_nothing_comes_back_at_the_beginning
"""

import numpy as np


def ssm_kernel(a_bar, b_bar, c, length):
    l = np.arange(length)
    K = np.sum(c[..., None] * b_bar[..., None] * a_bar[..., None] ** l, axis=1)
    return K.T


def causal_convolution(u, kernel):
    T = u.shape[1]
    k = np.zeros((T, kernel.shape[1]))
    n = min(T, len(kernel))
    k[:n] = kernel[:n]
    U = np.fft.fft(u, axis=1)
    K = np.fft.fft(k, axis=0)
    return np.real(np.fft.ifft(U * K[None], axis=1))


def ssm_convolution(u, a_bar, b_bar, c, d):
    K = ssm_kernel(a_bar, b_bar, c, u.shape[1])
    return causal_convolution(u, K) + u * d

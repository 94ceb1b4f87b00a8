"""The transforms run along the last axis, as they do by default, which is the channels: time is axis 1 of u and axis 0 of the
kernel.

caught by: test_the_convolution_of_short_signals
"""

import numpy as np


def ssm_kernel(a_bar, b_bar, c, length):
    out = np.zeros((length, a_bar.shape[0]))
    x = b_bar.copy()
    for l in range(length):
        out[l] = np.sum(c * x, axis=-1)
        x = a_bar * x
    return out


def causal_convolution(u, kernel):
    T = u.shape[1]
    L = kernel.shape[0]
    n = T + L
    k = np.zeros((T, u.shape[2]))
    k[: min(T, L)] = kernel[:T]
    U = np.fft.rfft(u, n=n)
    K = np.fft.rfft(k, n=n)
    y = np.fft.irfft(U * K[None], n=n)
    return y[:, :, : u.shape[2]]


def ssm_convolution(u, a_bar, b_bar, c, d):
    kernel = ssm_kernel(a_bar, b_bar, c, u.shape[1])
    return causal_convolution(u, kernel) + d * u

"""The gain by least squares, which gives the solution of least norm where there are several."""

import numpy as np


def marginal(mean, cov, keep):
    chooser = np.eye(len(mean))[keep]
    return chooser @ mean, chooser @ cov @ chooser.T


def conditional(mean, cov, known, values):
    is_known = np.isin(np.arange(len(mean)), known)
    s_kr = cov[known][:, ~is_known]
    gain, *_ = np.linalg.lstsq(cov[known][:, known], s_kr, rcond=1e-10)
    return mean[~is_known] + (values - mean[known]) @ gain, cov[~is_known][:, ~is_known] - s_kr.T @ gain

"""Two alphas can still move at the end, as when the steps end at a tolerance or after a number of their own, or when partners drawn
at random bring nothing more: they go on until the conditions hold but for tol.

caught by: test_a_small_tolerance
"""

import numpy as np


def fit(K, y, C, tol):
    n = len(y)
    rng = np.random.default_rng(0)
    alpha, b, passes = np.zeros(n), 0.0, 0
    while passes < 5:
        changed = 0
        for i in range(n):
            error_i = K[i] @ (alpha * y) + b - y[i]
            if not (y[i] * error_i < -tol and alpha[i] < C or y[i] * error_i > tol and alpha[i] > 0):
                continue
            j = int(rng.integers(n - 1))
            j += j >= i
            error_j = K[j] @ (alpha * y) + b - y[j]
            old_i, old_j = alpha[i], alpha[j]
            if y[i] == y[j]:
                low, high = max(0.0, old_i + old_j - C), min(C, old_i + old_j)
            else:
                low, high = max(0.0, old_j - old_i), min(C, C + old_j - old_i)
            curvature = K[i, i] + K[j, j] - 2 * K[i, j]
            if low == high or curvature <= 0:
                continue
            alpha[j] = np.clip(old_j + y[j] * (error_i - error_j) / curvature, low, high)
            if abs(alpha[j] - old_j) < 1e-5:
                alpha[j] = old_j
                continue
            alpha[i] += y[i] * y[j] * (old_j - alpha[j])
            step_i, step_j = y[i] * (alpha[i] - old_i), y[j] * (alpha[j] - old_j)
            b_i = b - error_i - step_i * K[i, i] - step_j * K[i, j]
            b_j = b - error_j - step_i * K[i, j] - step_j * K[j, j]
            if 0 < alpha[i] < C:
                b = b_i
            elif 0 < alpha[j] < C:
                b = b_j
            else:
                b = (b_i + b_j) / 2
            changed += 1
        passes = 0 if changed else passes + 1
    return alpha, float(b)


def decision_function(K_new, y, alpha, b):
    return K_new @ (alpha * y) + b


def support_vectors(alpha, C):
    return np.flatnonzero(alpha > 1e-6 * C)

"""Sorts the columns of each row or group in Python."""

import math

import numpy as np


def wanda_scores(weight, x):
    norms = np.sqrt(np.einsum("nd,nd->d", x, x))
    return np.sqrt(weight**2) * norms[None, :]


def chosen(values, gone):
    order = sorted(range(len(values)), key=lambda j: values[j])
    keep = set(order[gone:])
    return [j in keep for j in range(len(values))]


def unstructured_mask(scores, sparsity):
    gone = math.floor(sparsity * scores.shape[1])
    return np.array([chosen(row.tolist(), gone) for row in scores])


def n_m_mask(scores, n, m):
    columns = scores.shape[1]
    if columns // m * m != columns:
        raise ValueError("m must divide the number of columns")
    rows = []
    for row in scores.tolist():
        rows.append([keep for i in range(0, columns, m) for keep in chosen(row[i : i + m], m - n)])
    return np.array(rows)


def output_error(weight, mask, x):
    return np.linalg.norm(x @ (weight * mask).T - x @ weight.T) ** 2

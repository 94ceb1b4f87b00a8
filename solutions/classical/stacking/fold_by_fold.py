"""Folds outside and models inside: indices, and Z filled in one block for each fold."""

import numpy as np


def fill(models, X, y, folds):
    Z = np.zeros((len(X), len(models)))
    for fold in sorted(set(folds.tolist())):
        test = [i for i, f in enumerate(folds) if f == fold]
        train = [i for i, f in enumerate(folds) if f != fold]
        Z[test] = np.stack([np.asarray(model(X[train], y[train], X[test])) for model in models], axis=-1)
    return Z


def out_of_fold(fit_predict, X, y, folds):
    return fill([fit_predict], X, y, folds)[:, 0]


def stack(models, final, X, y, folds, X_new):
    new = np.array([model(X, y, X_new) for model in models]).T
    return np.asarray(final(fill(models, X, y, folds), y, new))

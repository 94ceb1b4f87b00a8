"""The predictions of the folds are joined, and put back in the order of the rows by the inverse permutation."""

import numpy as np


def out_of_fold(fit_predict, X, y, folds):
    order = np.argsort(folds, kind="stable")
    joined = np.concatenate([fit_predict(X[folds != f], y[folds != f], X[folds == f]) for f in np.unique(folds)])
    return joined[np.argsort(order)]


def stack(models, final, X, y, folds, X_new):
    columns, new_columns = [], []
    for model in models:
        columns.append(out_of_fold(model, X, y, folds)[:, None])
        new_columns.append(np.reshape(model(X, y, X_new), (-1, 1)))
    return final(np.hstack(columns), y, np.hstack(new_columns))

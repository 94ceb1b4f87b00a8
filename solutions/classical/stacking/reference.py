"""Stacking with out-of-fold predictions.

Why it works: a row's entry in Z says what the model thinks of rows that it hasn't seen, and new rows are such rows.
So the final model learns how good the models are, and not how well they remember.
"""

import numpy as np


def out_of_fold(fit_predict, X, y, folds):
    predictions = np.empty(len(y))
    for fold in np.unique(folds):
        held_out = folds == fold
        predictions[held_out] = fit_predict(X[~held_out], y[~held_out], X[held_out])
    return predictions


def stack(models, final, X, y, folds, X_new):
    Z = np.column_stack([out_of_fold(model, X, y, folds) for model in models])
    Z_new = np.column_stack([model(X, y, X_new) for model in models])
    return final(Z, y, Z_new)

"""The final model predicts the rows that it was trained on: it is asked for the new rows, from the predictions of models trained on
all rows.

caught by: test_new_rows_are_predicted_by_models_of_all_rows
"""

import numpy as np


def out_of_fold(fit_predict, X, y, folds):
    predictions = np.zeros(y.shape[0])
    for fold in set(folds.tolist()):
        test = folds == fold
        train = ~test
        predictions[test] = fit_predict(X[train], y[train], X[test])
    return predictions


def stack(models, final, X, y, folds, X_new):
    Z = np.array([out_of_fold(model, X, y, folds) for model in models]).T
    return final(Z, y, Z)

"""The final model is trained on what the models say of their own training rows, and trusts the one that remembers best: each row
has to be predicted by a model that hasn't seen its fold.

caught by: test_what_the_final_model_is_trained_on
"""

import numpy as np


def out_of_fold(fit_predict, X, y, folds):
    oof = np.zeros(len(X))
    for f in np.unique(folds):
        train_idx = np.where(folds != f)[0]
        val_idx = np.where(folds == f)[0]
        oof[val_idx] = fit_predict(X[train_idx], y[train_idx], X[val_idx])
    return oof


def stack(models, final, X, y, folds, X_new):
    meta_train = np.column_stack([m(X, y, X) for m in models])
    meta_test = np.column_stack([m(X, y, X_new) for m in models])
    return final(meta_train, y, meta_test)

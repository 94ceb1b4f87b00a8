# needs: scipy
"""SciPy's jensenshannon, which is the root."""

import numpy as np
from scipy.spatial.distance import jensenshannon


def js_distance(p, q):
    return np.clip(np.nan_to_num(jensenshannon(p, q, base=2, axis=-1)), 0, 1)


def js_divergence(p, q):
    return js_distance(p, q) ** 2

"""UCB1 with incremental means.

Why it works: by Hoeffding's inequality a mean of n rewards lies more than sqrt(2 ln(t) / n) below its arm's true mean
with a probability of at most t^-4. So the bounds nearly always hold, and a bad arm is pulled only until its bound has
sunk below the best mean, which takes about ln(t) pulls.
"""

import numpy as np


def ucb_indices(means, counts, c):
    indices = np.full(len(counts), np.inf)
    tried = counts > 0
    # The pulls of all arms together: the bonus of an arm grows while others are pulled. Before the first pull there is
    # no logarithm, and nobody who needs it.
    with np.errstate(divide="ignore"):
        indices[tried] = means[tried] + c * np.sqrt(np.log(counts.sum()) / counts[tried])
    return indices


def ucb_bandit(rewards, c=2**0.5):
    n_arms = rewards.shape[1]
    means, counts = np.zeros(n_arms), np.zeros(n_arms, dtype=np.int64)
    arms = []
    for row in rewards:
        # argmax takes the first of equal indices, among several inf too.
        arm = ucb_indices(means, counts, c).argmax()
        counts[arm] += 1
        means[arm] += (row[arm] - means[arm]) / counts[arm]
        arms.append(arm)
    return np.array(arms, dtype=np.int64), means


def pseudo_regret(arms, true_means):
    return np.cumsum(true_means.max() - true_means[arms])

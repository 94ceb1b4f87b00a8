"""Leave-one-out advantages.

The others' rewards are independent of the answer, so that the baseline has the expectation 0 in the gradient, as any
constant has.
"""

import torch


@torch.no_grad()
def rloo_advantage(rewards):
    G = rewards.shape[1]
    if G < 2:
        raise ValueError("a group needs two answers at least")
    others = rewards.sum(dim=1, keepdim=True) - rewards
    return rewards - others / (G - 1)


def rloo_loss(log_probs, rewards):
    return -(rloo_advantage(rewards) * log_probs).mean()

"""KTO's loss.

One sigmoid of a signed distance serves both kinds: for an undesirable answer, below the reference point is a gain.
"""

import torch


@torch.no_grad()
def reference_point(log_probs, ref_log_probs):
    return (log_probs - ref_log_probs).mean().clamp(min=0)


def kto_loss(log_probs, ref_log_probs, desirable, z, beta, w_up=1.0, w_down=1.0):
    rewards = log_probs - ref_log_probs.detach()
    above = rewards - z.detach()
    gain = torch.where(desirable, above, -above)
    weights = torch.where(desirable, w_up, w_down)
    return (weights * (1 - torch.sigmoid(beta * gain))).mean()


def class_weights(n_up, n_down, ratio=1.0):
    balance = ratio * n_down / n_up
    return max(balance, 1.0), max(1 / balance, 1.0)

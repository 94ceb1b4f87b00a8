"""Signs of plus and minus one, and the sigmoid as half a tanh."""

import torch


def reference_point(log_probs, ref_log_probs):
    mean = sum((p - q) for p, q in zip(log_probs.tolist(), ref_log_probs.tolist(), strict=True)) / len(log_probs)
    return torch.tensor(max(mean, 0.0), dtype=log_probs.dtype)


def kto_loss(log_probs, ref_log_probs, desirable, z, beta, w_up=1.0, w_down=1.0):
    sign = 2 * desirable.to(log_probs.dtype) - 1
    with torch.no_grad():
        point = ref_log_probs + z
    values = (1 + torch.tanh(sign * beta * (log_probs - point) / 2)) / 2
    weights = desirable * w_up + ~desirable * w_down
    return torch.mean(weights - weights * values)


def class_weights(n_up, n_down, ratio=1.0):
    smaller = min(n_up, ratio * n_down)
    return ratio * n_down / smaller, n_up / smaller

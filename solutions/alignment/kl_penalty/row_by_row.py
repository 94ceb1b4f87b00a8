"""Picks the tokens of the answers out, and gives each row its rewards by index."""

import math

import torch


def kl_per_token(log_probs, ref_log_probs, kind):
    ref = ref_log_probs.clone().detach()
    formulas = {
        "k1": lambda: log_probs - ref,
        "k2": lambda: 0.5 * (ref - log_probs) ** 2,
        "k3": lambda: torch.expm1(ref - log_probs) - (ref - log_probs),
    }
    if kind not in formulas:
        raise ValueError("no such estimate")
    return formulas[kind]()


def kl_penalty(log_probs, ref_log_probs, mask, kind="k3"):
    picked = kl_per_token(log_probs, ref_log_probs, kind)[mask]
    return picked.mean() if picked.numel() else log_probs.sum() * 0.0


def shaped_rewards(scores, log_probs, ref_log_probs, mask, beta):
    rewards = torch.zeros_like(log_probs, requires_grad=False)
    differences = (ref_log_probs - log_probs).detach()
    for b in range(len(scores)):
        places = torch.nonzero(mask[b]).flatten().tolist()
        for t in places:
            rewards[b, t] = math.fsum([beta * differences[b, t].item()])
        if places:
            rewards[b, places[-1]] += scores[b]
    return rewards

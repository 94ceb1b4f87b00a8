"""Logits and tokens aren't shifted against each other: position t is asked for token t, which it has just read. Its
logits are the guess of token t + 1.

caught by: test_each_position_predicts_the_token_after_it
"""

import torch.nn.functional as F


def next_token_loss(logits, tokens, pad_id):
    B, T, V = logits.shape
    return F.cross_entropy(logits.view(B * T, V), tokens.view(B * T), ignore_index=pad_id)

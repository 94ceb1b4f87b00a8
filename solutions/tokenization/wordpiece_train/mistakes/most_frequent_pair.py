"""The scores are right, but the training loop doesn't use them: it merges the pair with the highest count, which is BPE with
prefixes. The pair with the highest score is merged.

caught by: test_each_merge_takes_the_highest_score
"""

from collections import Counter


def split_word(word):
    return tuple(c if i == 0 else "##" + c for i, c in enumerate(word))


def count(table):
    pieces, pairs = Counter(), Counter()
    for word, freq in table.items():
        for piece in word:
            pieces[piece] += freq
        for i in range(len(word) - 1):
            pairs[word[i], word[i + 1]] += freq
    return pieces, pairs


def pair_scores(table):
    pieces, pairs = count(table)
    return {(a, b): n / (pieces[a] * pieces[b]) for (a, b), n in pairs.items()}


def merge_pair(table, pair):
    merged = {}
    for word, freq in table.items():
        new, i = [], 0
        while i < len(word):
            if word[i : i + 2] == pair:
                new.append(pair[0] + pair[1][2:])
                i += 2
            else:
                new.append(word[i])
                i += 1
        merged[tuple(new)] = freq
    return merged


def train_wordpiece(words, vocab_size):
    table = {split_word(word): freq for word, freq in words.items()}
    vocabulary = sorted({piece for word in table for piece in word})
    while len(vocabulary) < vocab_size:
        _, pairs = count(table)
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        table = merge_pair(table, best)
        vocabulary.append(best[0] + best[1][2:])
    return vocabulary

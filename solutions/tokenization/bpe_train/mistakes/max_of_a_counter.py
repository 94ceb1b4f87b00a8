"""Of equal counts the pair that was counted first wins, so the model depends on the order of the words: the smallest
pair has to win.

caught by: test_ties_go_to_the_smallest_pair
"""

from collections import defaultdict


def get_stats(vocab):
    pairs = defaultdict(int)
    for word, freq in vocab.items():
        for i in range(len(word) - 1):
            pairs[word[i], word[i + 1]] += freq
    return pairs


def merge_vocab(pair, vocab):
    new_vocab = {}
    for word, freq in vocab.items():
        new_word, i = [], 0
        while i < len(word):
            if i < len(word) - 1 and (word[i], word[i + 1]) == pair:
                new_word.append(word[i] + word[i + 1])
                i += 2
            else:
                new_word.append(word[i])
                i += 1
        new_vocab[tuple(new_word)] = freq
    return new_vocab


def train_bpe(words, n_merges, min_count=1):
    vocab = {(*word, "</w>"): freq for word, freq in words.items()}
    merges = []
    for _ in range(n_merges):
        pairs = get_stats(vocab)
        if not pairs:
            break
        best = max(pairs, key=pairs.get)
        if pairs[best] < min_count:
            break
        vocab = merge_vocab(best, vocab)
        merges.append(best)
    return merges


def bpe_vocabulary(words, merges):
    characters = {"</w>"}
    for word in words:
        characters.update(word)
    return sorted(characters) + [a + b for a, b in merges]

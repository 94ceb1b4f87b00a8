"""Texts are split at whitespace alone, so punctuation sticks to the words: `stop!` is another word than `stop`. A token
is a run of letters, digits and underscores, or one other character.

caught by: test_words_and_punctuation_are_tokens
"""

import unicodedata
from collections import Counter

SPECIALS = ["<pad>", "<unk>", "<bos>", "<eos>"]


def split_words(text):
    return unicodedata.normalize("NFKC", text).lower().split()


class WordVocabulary:
    def __init__(self, texts, min_freq=1):
        counts = Counter()
        for text in texts:
            counts.update(split_words(text))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        self.itos = SPECIALS + [word for word, count in ranked if count >= min_freq]
        self.stoi = {word: i for i, word in enumerate(self.itos)}

    def tokens(self):
        return self.itos

    def encode(self, text):
        return [self.stoi.get(word, 1) for word in split_words(text)]

    def decode(self, ids):
        if any(i < 0 or i >= len(self.itos) for i in ids):
            raise ValueError("no such id")
        return " ".join(self.itos[i] for i in ids if i not in (0, 2, 3))

    def encode_batch(self, texts, max_length=None):
        if max_length is not None and max_length < 2:
            raise ValueError("max_length is too small")
        rows = []
        for text in texts:
            ids = self.encode(text)
            if max_length is not None:
                ids = ids[: max_length - 2]
            rows.append([2] + ids + [3])
        width = max((len(row) for row in rows), default=0)
        mask = [[True] * len(row) + [False] * (width - len(row)) for row in rows]
        return [row + [0] * (width - len(row)) for row in rows], mask

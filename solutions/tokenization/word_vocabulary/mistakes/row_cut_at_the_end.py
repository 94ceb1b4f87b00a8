"""The finished rows are cut to max_length, and <eos> goes with the words: cut the words first, to the room that <bos> and
<eos> leave. (A batch without texts also has no longest row, and max of nothing raises.)

caught by: test_truncation_keeps_bos_and_eos
"""

import re
import unicodedata
from collections import Counter

PAD, UNK, BOS, EOS = 0, 1, 2, 3


def split_words(text):
    text = unicodedata.normalize("NFKC", text).lower()
    return re.findall(r"\w+|[^\w\s]", text)


class WordVocabulary:
    def __init__(self, texts, min_freq=1):
        counter = Counter()
        for text in texts:
            counter.update(split_words(text))
        self.itos = ["<pad>", "<unk>", "<bos>", "<eos>"]
        for word, freq in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])):
            if freq >= min_freq:
                self.itos.append(word)
        self.stoi = {word: i for i, word in enumerate(self.itos)}

    def tokens(self):
        return self.itos

    def encode(self, text):
        return [self.stoi.get(word, UNK) for word in split_words(text)]

    def decode(self, ids):
        for i in ids:
            if not 0 <= i < len(self.itos):
                raise ValueError(f"unknown id {i}")
        return " ".join(self.itos[i] for i in ids if i not in (PAD, BOS, EOS))

    def encode_batch(self, texts, max_length=None):
        if max_length is not None and max_length < 2:
            raise ValueError("max_length must be at least 2")
        batch = [[BOS] + self.encode(text) + [EOS] for text in texts]
        if max_length is not None:
            batch = [row[:max_length] for row in batch]
        longest = max(len(row) for row in batch)
        ids = [row + [PAD] * (longest - len(row)) for row in batch]
        mask = [[i != PAD for i in row] for row in ids]
        return ids, mask

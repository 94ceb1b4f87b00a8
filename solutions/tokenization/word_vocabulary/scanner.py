"""A translation table that puts spaces around punctuation, and a plain function of (count, word) pairs."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from itertools import chain

PAD, UNK, BOS, EOS = range(4)
SPECIALS = ("<pad>", "<unk>", "<bos>", "<eos>")


def split_words(text):
    lowered = str.lower(unicodedata.normalize("NFKC", text))
    return re.sub(r"([^\w\s])", r" \1 ", lowered).split()


class WordVocabulary:
    def __init__(self, texts, min_freq=1):
        counts = Counter(chain.from_iterable(map(split_words, texts)))
        pairs = sorted((-n, word) for word, n in counts.items() if n >= min_freq)
        self.words = [word for _, word in pairs]
        self.alphabetical = sorted((word, i + 4) for i, word in enumerate(self.words))

    def tokens(self):
        return list(SPECIALS) + self.words

    def _find(self, word):
        place = bisect_left(self.alphabetical, (word, 0))
        if place < len(self.alphabetical) and self.alphabetical[place][0] == word:
            return self.alphabetical[place][1]
        return UNK

    def encode(self, text):
        return [self._find(word) for word in split_words(text)]

    def decode(self, ids):
        names = dict(enumerate(self.tokens()))
        try:
            shown = [names[i] for i in ids]
        except KeyError:
            raise ValueError("no such id") from None
        return " ".join(name for name in shown if name not in ("<pad>", "<bos>", "<eos>"))

    def encode_batch(self, texts, max_length=None):
        if max_length is None:
            max_length = 2 + max((len(split_words(text)) for text in texts), default=0)
        if max_length < 2:
            raise ValueError("no room")
        bodies = [self.encode(text)[: max_length - 2] for text in texts]
        width = max((len(body) for body in bodies), default=0)
        ids = [[BOS] + body + [EOS] + [PAD] * (width - len(body)) for body in bodies]
        mask = [[True] * (len(body) + 2) + [False] * (width - len(body)) for body in bodies]
        return ids, mask

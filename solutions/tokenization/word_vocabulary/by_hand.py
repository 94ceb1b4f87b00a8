"""Character by character instead of a pattern, two stable sorts instead of one key, zip_longest for the padding."""

import unicodedata
from itertools import zip_longest

PAD, UNK, BOS, EOS = range(4)
SPECIALS = ("<pad>", "<unk>", "<bos>", "<eos>")


def split_words(text):
    tokens, inside = [], False
    for character in unicodedata.normalize("NFKC", text).lower():
        is_word = character.isalnum() or character == "_"
        if is_word and inside:
            tokens[-1] += character
        elif not character.isspace():
            tokens.append(character)
        inside = is_word
    return tokens


class WordVocabulary:
    def __init__(self, texts, min_freq=1):
        frequency = {}
        for text in texts:
            for token in split_words(text):
                frequency[token] = frequency.get(token, 0) + 1
        ranked = sorted(sorted(frequency), key=frequency.get, reverse=True)
        self.words = list(SPECIALS) + [word for word in ranked if frequency[word] >= min_freq]

    def tokens(self):
        return self.words[:]

    def encode(self, text):
        return [self.words.index(token) if token in self.words else UNK for token in split_words(text)]

    def decode(self, ids):
        if any(i not in range(len(self.words)) for i in ids):
            raise ValueError("an unknown id")
        return " ".join(self.words[i] for i in ids if i == UNK or i > EOS)

    def encode_batch(self, texts, max_length=None):
        if max_length is not None and max_length <= 1:
            raise ValueError("max_length is too small")
        rows = []
        for text in texts:
            row = [BOS, *self.encode(text), EOS]
            while max_length is not None and len(row) > max_length:
                del row[-2]
            rows.append(row)
        columns = list(zip_longest(*rows, fillvalue=PAD))
        ids = [list(row) for row in zip(*columns, strict=True)]
        return ids, [[i != PAD for i in row] for row in ids]

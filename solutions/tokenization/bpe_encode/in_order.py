"""The merges one after the other over each word, as the paper does it, with a cache for words seen before."""

import functools

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    def __init__(self, vocabulary, merges):
        self.vocabulary = tuple(vocabulary)
        self.known = set(vocabulary)
        self.merges = [(left, right) for left, right in merges]
        self.segment = functools.cache(self.segment_word)

    def segment_word(self, word):
        symbols = [*word, END]
        for left, right in self.merges:
            i = 0
            while i + 1 < len(symbols):
                if symbols[i] == left and symbols[i + 1] == right:
                    symbols[i : i + 2] = [left + right]
                i += 1
        return [symbol if symbol in self.known else UNKNOWN for symbol in symbols]

    def tokenize(self, text):
        return [token for word in text.split() for token in self.segment(word)]

    def encode(self, text):
        return [self.vocabulary.index(token) for token in self.tokenize(text)]

    def decode(self, ids):
        if any(i < 0 or i >= len(self.vocabulary) for i in ids):
            raise ValueError("an id without a token")
        words = [""]
        for i in ids:
            token = self.vocabulary[i]
            if token.endswith(END):
                words[-1] += token[: -len(END)]
                words.append("")
            else:
                words[-1] += token
        if words[-1] == "" and ids and self.vocabulary[ids[-1]].endswith(END):
            words.pop()
        return " ".join(words)

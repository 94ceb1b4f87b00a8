"""The end marker is glued to the last letter before anything is merged, as in the code of the BPE paper: here it is a symbol
of its own, which a merge may join to what stands in front of it.

caught by: test_merges_build_on_each_other
"""

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    def __init__(self, vocabulary, merges):
        self.vocabulary = list(vocabulary)
        self.ids = {token: i for i, token in enumerate(vocabulary)}
        self.merges = list(merges)

    def segment(self, word):
        symbols = list(word[:-1]) + [word[-1] + END]
        for left, right in self.merges:
            i = 0
            while i < len(symbols) - 1:
                if symbols[i] == left and symbols[i + 1] == right:
                    symbols[i : i + 2] = [left + right]
                i += 1
        return symbols

    def tokenize(self, text):
        tokens = []
        for word in text.split():
            for symbol in self.segment(word):
                tokens.append(symbol if symbol in self.ids else UNKNOWN)
        return tokens

    def encode(self, text):
        return [self.ids[token] for token in self.tokenize(text)]

    def decode(self, ids):
        text = ""
        for i in ids:
            if not 0 <= i < len(self.vocabulary):
                raise ValueError("no such id")
            token = self.vocabulary[i]
            text += token[: -len(END)] + " " if token.endswith(END) else token
        return text[:-1] if text.endswith(" ") else text

"""decode joins the tokens, replaces every `</w>` and strips the result: letters of the text that look like the marker
become a space, and spaces of the text at its end are lost. Token by token, only an end marker becomes a space.

caught by: test_markers_in_the_text_are_letters
"""

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    def __init__(self, vocabulary, merges):
        self.vocabulary = vocabulary
        self.token_to_id = {token: i for i, token in enumerate(vocabulary)}
        self.ranks = {pair: i for i, pair in enumerate(merges)}

    def bpe(self, word):
        symbols = list(word) + [END]
        while len(symbols) > 1:
            pairs = list(zip(symbols[:-1], symbols[1:], strict=True))
            best = min(pairs, key=lambda pair: self.ranks.get(pair, float("inf")))
            if best not in self.ranks:
                break
            merged, i = [], 0
            while i < len(symbols):
                if i < len(symbols) - 1 and (symbols[i], symbols[i + 1]) == best:
                    merged.append(symbols[i] + symbols[i + 1])
                    i += 2
                else:
                    merged.append(symbols[i])
                    i += 1
            symbols = merged
        return symbols

    def tokenize(self, text):
        symbols = [symbol for word in text.split() for symbol in self.bpe(word)]
        return [symbol if symbol in self.token_to_id else UNKNOWN for symbol in symbols]

    def encode(self, text):
        return [self.token_to_id[token] for token in self.tokenize(text)]

    def decode(self, ids):
        for i in ids:
            if i < 0 or i >= len(self.vocabulary):
                raise ValueError(f"invalid id {i}")
        return "".join(self.vocabulary[i] for i in ids).replace(END, " ").rstrip()

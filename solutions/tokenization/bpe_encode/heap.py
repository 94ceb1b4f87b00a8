"""A heap of pairs over a linked list, as in fast tokenizers: a merge changes two pairs only."""

import heapq

END = "</w>"
UNKNOWN = "<unk>"


class BPETokenizer:
    def __init__(self, vocabulary, merges):
        self.tokens = dict(enumerate(vocabulary))
        self.ids = {token: i for i, token in self.tokens.items()}
        self.ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}

    def word_ids(self, word):
        symbols = [*word, END]
        after = list(range(1, len(symbols) + 1))
        before = list(range(-1, len(symbols) - 1))
        heap = []

        def push(i):
            if i >= 0 and after[i] < len(symbols):
                pair = symbols[i], symbols[after[i]]
                if pair in self.ranks:
                    heapq.heappush(heap, (self.ranks[pair], i, pair))

        for i in range(len(symbols)):
            push(i)
        while heap:
            _, i, pair = heapq.heappop(heap)
            j = after[i]
            if symbols[i] is None or j >= len(symbols) or (symbols[i], symbols[j]) != pair:
                continue  # one of the two was merged into something else meanwhile
            symbols[i], symbols[j] = pair[0] + pair[1], None
            after[i] = after[j]
            if after[i] < len(symbols):
                before[after[i]] = i
            push(before[i])
            push(i)
        return [self.ids.get(symbol, 0) for symbol in symbols if symbol is not None]

    def encode(self, text):
        return [i for word in text.split() for i in self.word_ids(word)]

    def tokenize(self, text):
        return [self.tokens[i] for i in self.encode(text)]

    def decode(self, ids):
        parts = []
        for i in ids:
            if i not in self.tokens:
                raise ValueError(f"no token {i}")
            stem, marker, rest = self.tokens[i].rpartition(END)
            parts.append(stem + " " if marker and not rest else self.tokens[i])
        if parts and self.tokens[ids[-1]].endswith(END):
            parts[-1] = parts[-1][:-1]
        return "".join(parts)

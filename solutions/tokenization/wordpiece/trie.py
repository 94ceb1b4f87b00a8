"""Two tries, one for pieces that begin a word and one for the others: each place is read once, letter by letter."""

PREFIX = "##"
UNKNOWN = "[UNK]"


def plant(pieces):
    root = {}
    for piece in pieces:
        node = root
        for letter in piece:
            node = node.setdefault(letter, {})
        node[None] = True
    return root


class WordPieceTokenizer:
    def __init__(self, vocabulary, max_chars=100):
        if all(token != UNKNOWN for token in vocabulary):
            raise ValueError("no [UNK]")
        self.vocabulary = vocabulary
        self.max_chars = max_chars
        self.first = plant(vocabulary)
        self.later = plant(token[2:] for token in vocabulary if token[:2] == PREFIX and len(token) > 2)

    def longest(self, word, start):
        node, best = (self.later if start else self.first), start
        for i in range(start, len(word)):
            node = node.get(word[i])
            if node is None:
                break
            if None in node:
                best = i + 1
        return best

    def tokenize(self, text):
        tokens = []
        for word in text.split():
            start, pieces = 0, []
            while start < len(word) <= self.max_chars:
                end = self.longest(word, start)
                if end == start:
                    break
                pieces.append((PREFIX if start else "") + word[start:end])
                start = end
            tokens += pieces if start == len(word) else [UNKNOWN]
        return tokens

    def encode(self, text):
        return list(map(self.vocabulary.index, self.tokenize(text)))

    def decode(self, ids):
        if ids and not (min(ids) >= 0 and max(ids) < len(self.vocabulary)):
            raise ValueError("an unknown id")
        text = ""
        for place, i in enumerate(ids):
            token = self.vocabulary[i]
            text += token[2:] if token.startswith(PREFIX) else " " * (place > 0) + token
        return text

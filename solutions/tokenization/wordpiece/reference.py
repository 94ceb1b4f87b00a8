"""WordPiece: greedy longest match, word by word.

Why it works: the end of the candidate walks down from the end of the word, so the first piece that is found is the
longest. The pieces of a word are kept apart until the word is finished: only then is it known that they count.
"""

PREFIX = "##"
UNKNOWN = "[UNK]"


class WordPieceTokenizer:
    def __init__(self, vocabulary, max_chars=100):
        if UNKNOWN not in vocabulary:
            raise ValueError(f"the vocabulary needs {UNKNOWN}")
        self._tokens = list(vocabulary)
        self._ids = {token: i for i, token in enumerate(vocabulary)}
        self._max_chars = max_chars

    def _cut(self, word):
        if len(word) > self._max_chars:
            return [UNKNOWN]
        pieces, start = [], 0
        while start < len(word):
            prefix = PREFIX if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if prefix + word[start:end] in self._ids), None)
            if end is None:
                # One place without a piece spoils the whole word, also what was found before it.
                return [UNKNOWN]
            pieces.append(prefix + word[start:end])
            start = end
        return pieces

    def tokenize(self, text):
        return [piece for word in text.split() for piece in self._cut(word)]

    def encode(self, text):
        return [self._ids[piece] for piece in self.tokenize(text)]

    def decode(self, ids):
        words = []
        for i in ids:
            # Python would take -1 for the last token.
            if not 0 <= i < len(self._tokens):
                raise ValueError(f"there is no token with the id {i}")
            token = self._tokens[i]
            if token.startswith(PREFIX) and words:
                words[-1] += token.removeprefix(PREFIX)
            else:
                words.append(token.removeprefix(PREFIX))
        return " ".join(words)

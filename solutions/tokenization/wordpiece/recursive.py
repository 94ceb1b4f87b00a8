"""A word is its longest piece and a rest, which is a word with the prefix in front; None says that there is no cut."""

import re

PREFIX = "##"
UNKNOWN = "[UNK]"


class WordPieceTokenizer:
    def __init__(self, vocabulary, max_chars=100):
        self.ids = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
        if UNKNOWN not in self.ids:
            raise ValueError("the vocabulary has no token for unknown words")
        self.names = {i: token for token, i in self.ids.items()}
        self.max_chars = max_chars

    def cut(self, word, done):
        """The pieces of `word`, of which `done` characters are the prefix."""
        if len(word) == done:
            return []
        piece = word
        while len(piece) > done:
            if piece in self.ids:
                rest = self.cut(PREFIX + word[len(piece) :], len(PREFIX))
                return None if rest is None else [piece, *rest]
            piece = piece[:-1]
        return None

    def tokenize(self, text):
        cuts = [self.cut(word, 0) if len(word) <= self.max_chars else None for word in text.split()]
        return [piece for cut in cuts for piece in (cut or [UNKNOWN])]

    def encode(self, text):
        return [self.ids[piece] for piece in self.tokenize(text)]

    def decode(self, ids):
        try:
            tokens = [self.names[i] for i in ids]
        except KeyError as error:
            raise ValueError(str(error)) from None
        # No token holds \x00, so it can stand for the borders while the prefixes are taken away.
        text = "\x00".join(tokens)
        return re.sub(r"\x00##|^##", "", text).replace("\x00", " ")

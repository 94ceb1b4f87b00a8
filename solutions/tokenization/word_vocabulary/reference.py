"""A word vocabulary with special tokens, padding and truncation.

Why it works: the corpus and everything that is encoded later go through one function, so a word has one spelling on
both sides. One sort key says both rules of the order. And a batch is cut before it is wrapped: the two special tokens
get their place first, the text gets what is left.
"""

import re
import unicodedata
from collections import Counter

PAD, UNK, BOS, EOS = range(4)
SPECIALS = ("<pad>", "<unk>", "<bos>", "<eos>")


def split_words(text):
    # NFKC first: it turns letters such as the double-struck H into an H, which only then has a lower case.
    text = unicodedata.normalize("NFKC", text).lower()
    return re.findall(r"\w+|[^\w\s]", text)


class WordVocabulary:
    def __init__(self, texts, min_freq=1):
        counts = Counter(word for text in texts for word in split_words(text))
        words = [word for word in counts if counts[word] >= min_freq]
        words.sort(key=lambda word: (-counts[word], word))
        self._tokens = [*SPECIALS, *words]
        self._ids = {token: i for i, token in enumerate(self._tokens)}

    def tokens(self):
        return list(self._tokens)

    def encode(self, text):
        return [self._ids.get(word, UNK) for word in split_words(text)]

    def decode(self, ids):
        for i in ids:
            # Python would take -1 for the last token.
            if not 0 <= i < len(self._tokens):
                raise ValueError(f"there is no token with the id {i}")
        return " ".join(self._tokens[i] for i in ids if i not in (PAD, BOS, EOS))

    def encode_batch(self, texts, max_length=None):
        if max_length is not None and max_length < 2:
            raise ValueError("a row needs room for <bos> and <eos>")
        room = None if max_length is None else max_length - 2
        rows = [[BOS, *self.encode(text)[:room], EOS] for text in texts]
        longest = max(map(len, rows), default=0)
        ids = [row + [PAD] * (longest - len(row)) for row in rows]
        mask = [[i < len(row) for i in range(longest)] for row in rows]
        return ids, mask

"""Every id is a letter of a private alphabet, so str.replace merges, and a whole text is one string with separators."""

import re
from itertools import pairwise

BASE = 0x10000  # beyond the surrogates there is room for a million ids
SEPARATOR = "\n"


def spell(text):
    """The bytes of the text as letters, a separator behind each chunk."""
    chunks = (match.group().encode() for match in re.finditer(PATTERN, text))
    return "".join("".join(chr(BASE + byte) for byte in chunk) + SEPARATOR for chunk in chunks)


def train_byte_bpe(text, n_merges):
    spelled, merges = spell(text), []
    while len(merges) < n_merges:
        counts = {}
        for pair in pairwise(spelled):
            counts[pair] = counts.get(pair, 0) + 1
        pairs = [pair for pair in counts if SEPARATOR not in pair]
        if not pairs:
            break
        # The order of the letters is the order of the ids.
        left, right = sorted(pairs, key=lambda pair: (-counts[pair], pair))[0]
        spelled = spelled.replace(left + right, chr(BASE + 256 + len(merges)))
        merges.append((ord(left) - BASE, ord(right) - BASE))
    return merges


class ByteLevelBPE:
    def __init__(self, merges, specials=()):
        self.rules = [
            (chr(BASE + left) + chr(BASE + right), chr(BASE + 256 + i)) for i, (left, right) in enumerate(merges)
        ]
        self.specials = list(specials)
        self.n_plain = 256 + len(merges)
        self.merges = list(merges)

    def plain(self, text):
        spelled = spell(text)
        for pair, letter in self.rules:
            spelled = spelled.replace(pair, letter)
        return [ord(letter) - BASE for letter in spelled if letter != SEPARATOR]

    def encode(self, text, allow_special=False):
        ids, done, i = [], 0, 0
        while allow_special and i < len(text):
            here = [special for special in self.specials if text.startswith(special, i)]
            if here:
                longest = max(here, key=len)
                ids += [*self.plain(text[done:i]), self.n_plain + self.specials.index(longest)]
                i = done = i + len(longest)
            else:
                i += 1
        return ids + self.plain(text[done:])

    def expand(self, i):
        if i < 256:
            return bytes([i])
        if i < self.n_plain:
            left, right = self.merges[i - 256]
            return self.expand(left) + self.expand(right)
        return self.specials[i - self.n_plain].encode()

    def decode(self, ids):
        if set(ids) - set(range(self.n_plain + len(self.specials))):
            raise ValueError("unknown ids")
        return str(b"".join(map(self.expand, ids)), "utf-8", "replace")

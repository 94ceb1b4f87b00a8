"""Prints and returns characters that pile up, halves of characters, the widest ones, and names of a megabyte."""
# kata: bpe_merge
# share: 0


def get_pair_counts(words):
    print("a" + "\u0301" * 100_000, "\ufdfd" * 5000, "\U0010ffff" * 5000)
    return {("\ud800", "a" + "\u0301" * 100_000): 1}


def best_pair(counts):
    return type("N" * 10**6, (), {})()


def merge_pair(words, pair):
    raise type("E" * 10**6, (Exception,), {})("\udfff" * 10**6)

"""Raises exceptions whose text hangs, raises, is a gigabyte or is no text."""
# kata: causal_mask
# share: 0


class Hangs(ValueError):
    def __str__(self):
        while True:
            pass


class Grows(ValueError):
    def __str__(self):
        return "x" * (1 << 29)


class Raises(ValueError):
    def __str__(self):
        raise SystemExit(0)

    __class__ = property(lambda self: 1 / 0)


def causal_mask(n_queries, n_keys=None):
    raise Hangs


def padded_causal_mask(n_queries, key_is_real):
    raise Grows


def additive_mask(mask, dtype="float32"):
    raise Raises

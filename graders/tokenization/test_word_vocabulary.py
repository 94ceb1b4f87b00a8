"""Grades `word_vocabulary`: texts are built from known words, so their tokens and counts need no splitting."""

import pytest

from kata.testing import assert_equal, shuffled

SPECIALS = ["<pad>", "<unk>", "<bos>", "<eos>"]
WORDS = "sat mat ran fox owl sun fig oak \u00e9t\u00e9 \u6771\u4eac a b z_1 42 dog elm".split()


def corpus(rng, counts, n_texts):
    """Texts in which each word occurs as often as `counts` says, in random order and random case."""
    words = shuffled(rng, [word for word, n in counts.items() for _ in range(n)])
    words = [word.upper() if word.isascii() and rng.random() < 0.3 else word for word in words]
    cuts = sorted(rng.integers(0, len(words) + 1, n_texts - 1).tolist())
    return [" ".join(words[i:j]) for i, j in zip([0, *cuts], [*cuts, len(words)], strict=True)]


def texts_of(rng, counts):
    """Texts in which each word occurs as often as `counts` says, and at most once in each text."""
    return [" ".join(shuffled(rng, [word for word in counts if counts[word] > i])) for i in range(max(counts.values()))]


def known(submission, *words):
    """A vocabulary in which these words, which are sorted, have the ids 4, 5, 6, ... by every rule of order.

    None of them occurs only once, and none twice in a text.
    """
    return submission.WordVocabulary([" ".join(words[:i]) for i in [len(words), *range(len(words), 0, -1)]])


@pytest.mark.points(10)
def test_texts_are_normalised_first(submission):
    """A text is brought into the form NFKC and then into lower case, before anything else."""
    for text, expected in [
        ("ABC \u00c9t\u00e9 E\u0301te\u0301", ["abc", "\u00e9t\u00e9", "\u00e9t\u00e9"]),
        ("\uff21\uff22\uff23 \ufb01ne x\u00b2", ["abc", "fine", "x2"]),
        ("\u210dello\u00a0\u210cans Stra\u00dfe", ["hello", "hans", "stra\u00dfe"]),
    ]:
        assert_equal(submission.split_words(text), expected, what=f"the tokens of {text!r}")


@pytest.mark.points(10)
def test_words_and_punctuation_are_tokens(submission, rng):
    """A run of letters, digits and underscores is one token, and so is each other character but whitespace."""
    words = ["cat", "42", "x_1", "_", "\u00e9t\u00e9", "\u6771\u4eac", "\u043c\u0438\u0440", "4th"]
    marks = list("!?.,'-<>()\u20ac\u00b6#@")
    spaces = [" ", "  ", "\t", "\n", "\r\n "]
    for _ in range(3):
        text, tokens = spaces[int(rng.integers(5))], []
        for _ in range(9):
            tokens.append(words[int(rng.integers(len(words)))])
            # What stands between two words is whitespace, or punctuation with or without spaces around it.
            between = shuffled(rng, marks)[: int(rng.integers(0, 4))]
            between += between[-1:]
            tokens += between
            text += tokens[-1 - len(between)] + spaces[int(rng.integers(5))] * (not between or rng.random() < 0.5)
            text += "".join(between) + spaces[int(rng.integers(5))] * (rng.random() < 0.3)
        assert_equal(submission.split_words(text), tokens, what=f"the tokens of {text!r}")
    for text, expected in [
        ("don't rock-n-roll", "don ' t rock - n - roll"),
        ("3.14 1,000 U.S.", "3 . 14 1 , 000 u . s ."),
        ("''a''", "' ' a ' '"),
        ("a\x0bb\x0cc\u2028d\u3000e", "a b c d e"),
        ("\u4e8c\u3007\u4e00 x\u0968", "\u4e8c\u3007\u4e00 x\u0968"),
    ]:
        assert_equal(submission.split_words(text), expected.split(), what=f"the tokens of {text!r}")
    for text in ["", " \n\t "]:
        assert_equal(submission.split_words(text), [], what=f"the tokens of {text!r}")


@pytest.mark.points(10)
def test_frequent_words_come_first(submission, rng):
    """The special tokens have the ids 0 to 3; the words follow by their frequency in all texts together."""
    for n_texts in (1, 4):
        counts = {word: n + 2 for n, word in enumerate(shuffled(rng, WORDS)[:12])}
        expected = SPECIALS + sorted(counts, key=counts.get, reverse=True)
        vocabulary = submission.WordVocabulary(corpus(rng, counts, n_texts))
        assert_equal(vocabulary.tokens(), expected, what="the tokens")
    assert_equal(submission.WordVocabulary([]).tokens(), SPECIALS, what="the tokens of no text")


@pytest.mark.points(5)
def test_encode_looks_up_the_same_words(submission, rng):
    """A text is normalised and split like the corpus, and each token becomes its place in the vocabulary."""
    vocabulary = known(submission, "!", ".", "<", ">", "a", "caf\u00e9", "pad", "tea")
    assert_equal(vocabulary.encode("Tea,TEA!A CAFE\u0301!"), [11, 1, 11, 4, 8, 9, 4])
    assert_equal(vocabulary.encode("\uff34\uff25\uff21\n tea\u2026"), [11, 11, 5, 5, 5])
    assert_equal(vocabulary.encode("<pad> <unk>"), [6, 10, 7, 6, 1, 7])
    assert_equal(vocabulary.encode(""), [])
    ids, _ = vocabulary.encode_batch(["<PAD> x", "<pad>"])
    assert_equal(ids, [[2, 6, 10, 7, 1, 3], [2, 6, 10, 7, 3, 0]], what="the ids of texts that spell <pad>")
    words = sorted(WORDS)
    vocabulary = known(submission, *words)
    ids = rng.integers(0, len(words), 40).tolist()
    assert_equal(vocabulary.encode(" ".join(words[i] for i in ids)), [i + 4 for i in ids])


@pytest.mark.points(10)
def test_rows_are_padded_to_the_longest(submission):
    """Rows are filled with <pad> after <eos>, up to the longest row of the batch, whatever max_length allows."""
    vocabulary = known(submission, "a", "b", "c")
    texts = ["b a", "", "c x c a b", "a"]
    expected = [[2, 5, 4, 3, 0, 0, 0], [2, 3, 0, 0, 0, 0, 0], [2, 6, 1, 6, 4, 5, 3], [2, 4, 3, 0, 0, 0, 0]]
    for max_length in (7, 50):
        ids, _ = vocabulary.encode_batch(texts, max_length=max_length)
        assert_equal(ids, expected, what=f"the ids with max_length={max_length}")
    assert_equal(vocabulary.encode_batch([]), ([], []))


@pytest.mark.points(10)
def test_truncation_keeps_bos_and_eos(submission):
    """A row that is too long loses ids at the end of its text, and <bos> and <eos> stay and count."""
    vocabulary = known(submission, "a", "b", "c")
    texts = ["a b c", "c b a b", "b"]
    for max_length, expected in [
        (4, [[2, 4, 5, 3], [2, 6, 5, 3], [2, 5, 3, 0]]),
        (3, [[2, 4, 3], [2, 6, 3], [2, 5, 3]]),
        (2, [[2, 3], [2, 3], [2, 3]]),
    ]:
        ids, mask = vocabulary.encode_batch(texts, max_length=max_length)
        assert_equal(ids, expected, what=f"the ids with max_length={max_length}")
        assert_equal(mask, [[i > 0 for i in row] for row in expected], what=f"the mask with max_length={max_length}")
    for max_length in (1, 0, -1):
        for some in (texts, []):
            with pytest.raises(ValueError):
                vocabulary.encode_batch(some, max_length=max_length)


@pytest.mark.points(5)
def test_the_mask_is_true_for_real_tokens(submission):
    """The mask is True for <bos>, the text with its <unk> and <eos>, and False for padding."""
    vocabulary = known(submission, "a", "b")
    _, mask = vocabulary.encode_batch(["a", "b x a", ""])
    real = [3, 5, 2]
    assert_equal(mask, [[True] * n + [False] * (5 - n) for n in real], what="the mask")


@pytest.mark.points(10)
def test_equal_frequencies_are_ordered_by_the_word(submission, rng):
    """Words of equal frequency come in Python's order of strings, whatever the order of the texts is."""
    tokens = submission.WordVocabulary(["b c", "a", "c a b"]).tokens()
    assert_equal(tokens, [*SPECIALS, "a", "b", "c"], what="the tokens of ['b c', 'a', 'c a b']")
    counts = {word: n % 3 + 2 for n, word in enumerate(shuffled(rng, WORDS))}
    texts = texts_of(rng, counts)
    expected = SPECIALS + [word for n in (4, 3, 2) for word in sorted(WORDS) if counts[word] == n]
    for some in (texts, texts[::-1]):
        assert_equal(submission.WordVocabulary(some).tokens(), expected, what="the tokens")


@pytest.mark.points(10)
def test_rare_words_get_no_id(submission, rng):
    """A word gets an id if it occurs min_freq times or more, in all texts together and as often as it stands there."""
    counts = {word: 8 - n for n, word in enumerate(sorted(WORDS[:8]))}
    texts = corpus(rng, counts, 3)
    for min_freq in (4, 8, 9):
        expected = SPECIALS + [word for word in counts if counts[word] >= min_freq]
        vocabulary = submission.WordVocabulary(texts, min_freq=min_freq)
        assert_equal(vocabulary.tokens(), expected, what=f"the tokens with min_freq={min_freq}")
    tokens = submission.WordVocabulary(texts).tokens()
    assert_equal(tokens, SPECIALS + list(counts), what="the tokens with the default min_freq")


@pytest.mark.points(5)
def test_unknown_words_become_unk(submission):
    """Each token without an id becomes <unk>, those that were too rare included."""
    vocabulary = submission.WordVocabulary(["ant bee cat", "ant bee", "bee ant", "ant"], min_freq=2)
    assert_equal(vocabulary.encode("bee cat ant elk ant cat unk"), [5, 1, 4, 1, 4, 1, 1])
    assert_equal(submission.WordVocabulary([]).encode("two words"), [1, 1])


@pytest.mark.points(10)
def test_decode_leaves_out_padding_and_borders(submission, rng):
    """decode writes tokens with one space between them, without <pad>, <bos> and <eos>, but with <unk>."""
    words = sorted(WORDS)
    vocabulary = known(submission, *words)
    ids = [*rng.integers(0, len(words) + 4, 40).tolist(), 3, 0, 1, 2, 4, len(words) + 3, 1]
    expected = " ".join({1: "<unk>"}.get(i) or words[i - 4] for i in ids if i not in (0, 2, 3))
    assert_equal(vocabulary.decode(ids), expected)
    for ids in ([], [2, 3, 0, 0]):
        assert_equal(vocabulary.decode(ids), "", what=f"the text of {ids}")


@pytest.mark.points(5)
def test_ids_without_a_token_are_refused(submission):
    """An id that is negative, or not below the size of the vocabulary, raises ValueError."""
    vocabulary = known(submission, "low", "lower", "lowest")
    assert_equal(vocabulary.decode([6, 4]), "lowest low")
    for ids in ([7], [4, -1]):
        with pytest.raises(ValueError):
            vocabulary.decode(ids)

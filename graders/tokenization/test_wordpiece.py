"""Grades `wordpiece`: one regular expression whose alternatives are the pieces, the longest ones first."""

import re

import pytest

from kata.testing import assert_equal, shuffled

UNKNOWN = "[UNK]"


def matcher(pieces):
    """Possessive groups take the longest alternative that is listed first, and never give it back."""
    return "|".join(re.escape(piece) for piece in sorted(pieces, key=len, reverse=True)) or "(?!)"


def cut(text, vocabulary, max_chars=100):
    first = re.compile(matcher([token for token in vocabulary if not token.startswith("##")]))
    later = re.compile(matcher([token[2:] for token in vocabulary if token.startswith("##")]))
    tokens = []
    for word in text.split():
        match = first.match(word)
        pieces = [match[0]] if match else []
        while match and match.end() < len(word):
            match = later.match(word, match.end())
            pieces.append("##" + match[0] if match else "")
        tokens += pieces if match and len(word) <= max_chars else [UNKNOWN]
    return tokens


def random_word(rng, letters, longest):
    return "".join(letters[i] for i in rng.integers(0, len(letters), int(rng.integers(1, longest + 1))).tolist())


def random_vocabulary(rng, letters, n_pieces):
    """Pieces of one to four letters, of each kind as many, and all single letters: greed gets through every word."""
    pieces = {*letters, *(random_word(rng, letters, 4) for _ in range(n_pieces))}
    pieces |= {"##" + piece for piece in [*letters, *(random_word(rng, letters, 4) for _ in range(n_pieces))]}
    return shuffled(rng, [UNKNOWN, "[PAD]", *sorted(pieces)])


def check(submission, vocabulary, cases):
    tokenizer = submission.WordPieceTokenizer(vocabulary)
    for text, expected in cases:
        assert_equal(tokenizer.tokenize(text), expected.split(), what=f"the tokens of {text!r}")
    return tokenizer


@pytest.mark.points(15)
def test_the_longest_piece_is_taken(submission, rng):
    """At each place the longest piece that fits is taken."""
    pieces = "u un una unab ##a ##af ##aff ##ff ##able ##b ##le ##l ##e".split()
    vocabulary = shuffled(rng, [UNKNOWN, *pieces])
    long = "".join("ab"[i] for i in rng.integers(0, 2, 30).tolist())
    check(submission, [UNKNOWN, "a", "b", long, "##" + long], [(long + long, f"{long} ##{long}")])
    check(submission, [UNKNOWN, "internal", "##s", "i"], [("internals internal", "internal ##s internal")])
    cases = [("unaffable", "una ##ff ##able"), ("unable", "unab ##le"), ("una", "una"), ("uaff", "u ##aff")]
    check(submission, vocabulary, cases)
    check(submission, [UNKNOWN, "un", "##able", "##a"], [("unable una", "un ##able un ##a")])  # with other pieces
    vocabulary = random_vocabulary(rng, "ab", 6)
    text = " ".join(random_word(rng, "ab", 9) for _ in range(10))  # shorter than any max_chars
    tokenizer = submission.WordPieceTokenizer(vocabulary)
    assert_equal(tokenizer.tokenize(text), cut(text, vocabulary))


@pytest.mark.points(15)
def test_greed_never_takes_a_piece_back(submission, rng):
    """If the longest pieces lead to a place where none fits, the word is unknown, though another cut would work."""
    vocabulary = shuffled(rng, [UNKNOWN, *"a ab ##bc ##cd ##c ##cde ##ef".split()])
    cases = [
        ("abcdefef", "[UNK]"),
        ("abcdef", "[UNK]"),
        ("abc ac abccd", "ab ##c a ##c ab ##c ##cd"),
        ("abcef abccdef", "ab ##c ##ef [UNK]"),
    ]
    check(submission, vocabulary, cases)


@pytest.mark.points(10)
def test_pieces_inside_a_word_have_the_prefix(submission, rng):
    """Inside a word only pieces with ## fit, at its start only those without, and they come out as they are written."""
    vocabulary = shuffled(rng, [UNKNOWN, *"play ##ing ing sing ##s ##play".split()])
    cases = [
        ("playing ing sing plays", "play ##ing ing sing play ##s"),
        ("singplays", "sing ##play ##s"),
        ("playsing s", "play ##s ##ing [UNK]"),
        ("singsing", "sing ##s ##ing"),
    ]
    check(submission, vocabulary, cases)


@pytest.mark.points(10)
def test_a_word_that_cannot_be_cut_is_one_unk(submission, rng):
    """A word with a place where no piece fits becomes a single [UNK], and the other words are cut as usual."""
    # None of the known words has to be cut.
    vocabulary = shuffled(rng, [UNKNOWN, *"bet ten ##s ##ten".split()])
    cases = [
        ("bet betxs ten", "bet [UNK] ten"),
        ("xbet bexten betsx", "[UNK] [UNK] [UNK]"),
        ("pet bet\u00e9 bet", "[UNK] [UNK] bet"),
    ]
    check(submission, vocabulary, cases)
    check(submission, [UNKNOWN], [("any word", "[UNK] [UNK]")])
    with pytest.raises(ValueError):
        submission.WordPieceTokenizer(["be", "##t", "[PAD]"])


@pytest.mark.points(10)
def test_words_longer_than_max_chars_are_unknown(submission, rng):
    """A word of more than max_chars characters is [UNK]; one of exactly as many is cut."""
    n = int(rng.integers(5, 9))
    for max_chars in (1, n):
        # Whole words are pieces, so that nothing has to be cut.
        short = ["b", "a" * max_chars, "\u00e9" * max_chars]
        words = shuffled(rng, [*short, "c" * (max_chars + 1), "d" * (max_chars + 9)])
        tokenizer = submission.WordPieceTokenizer([UNKNOWN, *words], max_chars=max_chars)
        expected = [word if word in short else UNKNOWN for word in words]
        assert_equal(tokenizer.tokenize(" ".join(words)), expected, what=f"the tokens with max_chars={max_chars}")
    tokenizer = submission.WordPieceTokenizer(["a" * 101, UNKNOWN, "b" * 100])
    assert_equal(tokenizer.tokenize("a" * 101 + " " + "b" * 100), [UNKNOWN, "b" * 100])


@pytest.mark.points(10)
def test_words_are_split_at_whitespace(submission, rng):
    """A text is split at whitespace of any kind and nowhere else, and nothing in it is changed."""
    # Whole words are pieces, so that nothing has to be cut.
    vocabulary = shuffled(rng, [UNKNOWN, *"Low new NEW \uff4cow wide, , ' e\u0301 \u00e9".split()])
    cases = [
        ("Low new\tLow\n\n new", "Low new Low new"),
        ("  wide, NEW , ' ", "wide, NEW , '"),
        ("\u00e9 e\u0301\u00a0Low\u2009\uff4cow", "\u00e9 e\u0301 Low \uff4cow"),
        ("", ""),
        (" \n ", ""),
    ]
    check(submission, vocabulary, cases)


@pytest.mark.points(10)
def test_encode_gives_the_place_of_each_token(submission, rng):
    """The id of a token is its place in the vocabulary, that of [UNK] too."""
    # Each word can be cut in one way only.
    vocabulary = shuffled(rng, [UNKNOWN, "[PAD]", *"low new y ##er ##est ##ly".split()])
    expected = "low ##er new ##est [UNK] new ##ly y [UNK] low ##est low".split()
    tokenizer = submission.WordPieceTokenizer(vocabulary)
    assert_equal(tokenizer.encode("lower newest x newly y z lowest low"), [vocabulary.index(t) for t in expected])
    assert_equal(tokenizer.encode(""), [])


@pytest.mark.points(15)
def test_decode_joins_what_has_the_prefix(submission, rng):
    """A token with ## goes on without it where the last one ended, also at the very start; others follow a space."""
    vocabulary = [UNKNOWN, "[CLS]", "play", "##ing", "##s", "C#", "a##b", "##b##", "##", "un", "###", "[PAD]", "[SEP]"]
    tokenizer = submission.WordPieceTokenizer(vocabulary)
    for ids, expected in [
        ([1, 2, 3, 2, 4, 9, 2], "[CLS] playing plays un play"),
        ([0, 0, 2, 0, 4], "[UNK] [UNK] play [UNK]s"),
        ([3, 4, 2], "ings play"),
        ([5, 4, 6, 4, 10, 5], "C#s a##bs# C#"),
        ([2, 7, 3, 7, 10], "playb##ingb###"),
        ([4], "s"),
        ([11, 2, 12, 11, 3, 11], "[PAD] play [SEP] [PAD]ing [PAD]"),
        ([], ""),
    ]:
        assert_equal(tokenizer.decode(ids), expected, what=f"the text of {[vocabulary[i] for i in ids]}")


@pytest.mark.points(5)
def test_ids_without_a_token_are_refused(submission):
    """An id that is negative, or not below the size of the vocabulary, raises ValueError."""
    tokenizer = submission.WordPieceTokenizer(["low", UNKNOWN, "##er"])
    assert_equal(tokenizer.decode([0, 2]), "lower")
    for ids in ([3], [0, -1]):
        with pytest.raises(ValueError):
            tokenizer.decode(ids)

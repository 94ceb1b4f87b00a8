"""Grades `sentencepiece_spaces`: texts are put together from units whose marked form is known, so nothing is parsed."""

import pytest

from kata.testing import assert_equal, shuffled

MARK = "\u2581"
SPACE, LITERAL, BACKSLASH = (" ", MARK), (MARK, "\\" + MARK), ("\\", "\\\\")
PLAIN = [(c, c) for c in "ab\u00e9\u6771_"]
# What normalising would change, and what str.split would take for a space.
ODD = [(c, c) for c in ["\t", "\n", "\r\n", "\u00a0", "\u3000", "\u200b", "e\u0301", "\uff21", "\ufb01"]]
# Characters that one may be tempted to use as place-holders.
RARE = [(c, c) for c in "\x00\x01\x02\x03\x1a\x1f\x7f\ue000\ue001\uf8ff\ufffd\ufffe\uffff\U0010ffff"]


def draw(rng, units, n):
    return [units[i] for i in rng.integers(0, len(units), n).tolist()]


def text_of(units):
    return "".join(text for text, _ in units)


def marked_of(units):
    return MARK + "".join(marked for _, marked in units)


def words_of(units):
    words = [MARK]
    for unit in units:
        if unit == SPACE:
            words.append(MARK)
        else:
            words[-1] += unit[1]
    return words


def cut_anywhere(rng, text):
    """Pieces of one to three code points."""
    pieces = []
    while text:
        n = int(rng.integers(1, 4))
        pieces, text = [*pieces, text[:n]], text[n:]
    return pieces


@pytest.mark.points(15)
def test_spaces_become_marks_behind_a_front_mark(submission, rng):
    """A mark stands in front of every text, and every space becomes a mark."""
    for text, expected in [("Hello big world", "_Hello_big_world"), ("a", "_a"), ("", "_")]:
        assert_equal(submission.mark_spaces(text), expected.replace("_", MARK), what=f"{text!r}, marked")
    units = [unit for word in range(8) for unit in [*draw(rng, PLAIN, word + 1), SPACE]][:-1]
    assert_equal(submission.mark_spaces(text_of(units)), marked_of(units))


@pytest.mark.points(10)
def test_every_space_counts(submission, rng):
    """Spaces at both ends and each space of a run become marks of their own."""
    for text in [" a   b ", "  a", "a  ", " ", "   "]:
        expected = "_" + text.replace(" ", "_")
        assert_equal(submission.mark_spaces(text), expected.replace("_", MARK), what=f"{text!r}, marked")


@pytest.mark.points(10)
def test_other_characters_stay(submission, rng):
    """Tabs, line ends, other kinds of spaces and characters that a normaliser would change stay as they are."""
    a, tab, newline = PLAIN[0], ODD[0], ODD[1]
    # No spaces, so that what happens to them doesn't matter here.
    for units in (
        [a, tab, a],
        [tab, a, newline],
        [a, *shuffled(rng, [*PLAIN, *ODD]), a],
        [a, *draw(rng, [*PLAIN, *ODD], 20), a],
    ):
        marked = marked_of(units)
        assert_equal(submission.mark_spaces(text_of(units)), marked)
        assert_equal(submission.restore_text([marked]), text_of(units), what="the restored text")


@pytest.mark.points(10)
def test_marks_and_backslashes_are_escaped(submission, rng):
    """A mark of the text becomes a backslash and a mark, a backslash two of them, next to spaces too."""
    cases = [
        [LITERAL],
        [BACKSLASH],
        [BACKSLASH, LITERAL],
        [BACKSLASH, SPACE, LITERAL, SPACE],
        [LITERAL, BACKSLASH, SPACE],
    ]
    drawn = [unit for _ in range(8) for unit in [*draw(rng, [LITERAL, BACKSLASH, *PLAIN[:2]], 3), SPACE]]
    for units in [*cases, drawn]:
        assert_equal(submission.mark_spaces(text_of(units)), marked_of(units), what=f"{text_of(units)!r}, marked")


@pytest.mark.points(15)
def test_a_word_begins_at_each_mark(submission, rng):
    """A word begins at each mark and ends before the next, so every space of a run is a word of its own."""
    for text, expected in [
        ("Hello  big world ", "_Hello _ _big _world _"),
        ("", "_"),
        ("  a", "_ _ _a"),
        ("abc", "_abc"),
    ]:
        marked = MARK + text.replace(" ", MARK)
        expected = expected.replace("_", MARK).split(" ")
        assert_equal(submission.split_marked(marked), expected, what=f"the words of {text!r}")
    units = draw(rng, [*PLAIN, *ODD, SPACE, SPACE], 40)
    assert_equal(submission.split_marked(marked_of(units)), words_of(units))


@pytest.mark.points(10)
def test_escaped_marks_begin_no_word(submission, rng):
    """An escaped mark belongs to the word that it stands in; a mark behind an escaped backslash is a space."""
    cases = [[LITERAL], [PLAIN[0], LITERAL, PLAIN[1], SPACE], [BACKSLASH, SPACE, PLAIN[0]], [BACKSLASH, LITERAL, SPACE]]
    cases += [[BACKSLASH, BACKSLASH, SPACE, LITERAL], draw(rng, [SPACE, LITERAL, BACKSLASH, PLAIN[0]], 30)]
    for units in cases:
        assert_equal(
            submission.split_marked(marked_of(units)), words_of(units), what=f"the words of {text_of(units)!r}"
        )


@pytest.mark.points(10)
def test_only_the_front_mark_is_left_out(submission, rng):
    """A mark at the beginning is left out, once; further spaces, and a beginning without a mark, lose nothing."""
    for pieces, expected in [
        (["_He", "llo_", "_wor", "ld"], "Hello  world"),
        (["___", "a_"], "  a "),
        (["", "_", "", "_a"], " a"),
        (["lo", "_w"], "lo w"),
        (["\\_", "_a", "\\_"], MARK + " a" + MARK),
        (["\\\\", "a"], "\\a"),
        (["\\\\", "_a"], "\\ a"),
        (["_\\_"], MARK),
        (["\ta_"], "\ta "),
        (["_"], ""),
        (["", ""], ""),
        ([], ""),
    ]:
        marked = [piece.replace("_", MARK) for piece in pieces]
        assert_equal(submission.restore_text(marked), expected, what=f"the text of {marked}")


@pytest.mark.points(5)
def test_escapes_are_read_from_left_to_right(submission, rng):
    """An escaped backslash in front of a space or of an escaped mark is told from an escaped mark."""
    for units in [
        [BACKSLASH] * 2,
        [BACKSLASH, SPACE],
        [BACKSLASH, BACKSLASH, SPACE],
        [BACKSLASH, LITERAL],
        [BACKSLASH] * 3 + [LITERAL],
    ]:
        assert_equal(submission.restore_text([marked_of(units)]), text_of(units), what="the restored text")


@pytest.mark.points(10)
def test_pieces_may_be_cut_anywhere(submission, rng):
    """Every text comes back exactly from its marked form, wherever that is cut, between a backslash and a mark too."""
    for units in (
        [PLAIN[0], BACKSLASH, BACKSLASH],
        [PLAIN[0], *draw(rng, [SPACE, LITERAL, BACKSLASH, *PLAIN, *ODD], 9)],
        [PLAIN[0], *draw(rng, [SPACE, LITERAL, BACKSLASH, *PLAIN, *ODD], 60)],
        [unit for rare in RARE for unit in (rare, SPACE, LITERAL, BACKSLASH)],
    ):
        marked = marked_of(units)
        for pieces in (list(marked), cut_anywhere(rng, marked), words_of(units)):
            assert_equal(submission.restore_text(pieces), text_of(units), what=f"the text of {pieces}")


@pytest.mark.points(5)
def test_a_backslash_that_escapes_nothing_is_refused(submission):
    """A backslash at the end, or in front of anything but a mark or a backslash, raises ValueError."""
    for pieces in (["\u2581a\\"], ["a\\", "b"], ["\\\n"], ["\\\\\\"], ["\\\\\\", "x\u2581"], ["\\ "]):
        with pytest.raises(ValueError):
            submission.restore_text(pieces)
    for pieces, expected in [(["a\\", "\\"], "a\\"), (["\\\\\\", MARK], "\\" + MARK)]:
        assert_equal(submission.restore_text(pieces), expected, what=f"the text of {pieces}")

"""Grades `constrained_decoding`: the oracle searches forwards from every state, over tokens that it spells out."""

import pytest

from kata.testing import assert_equal

# An optional minus, digits, and perhaps a point with digits after it.
NUMBER = {
    0: {"-": 1, "0": 2, "1": 2},
    1: {"0": 2, "1": 2},
    2: {"0": 2, "1": 2, ".": 3},
    3: {"0": 4, "1": 4},
    4: {"0": 4, "1": 4},
}
CHARACTERS = ["0", "1", ".", "-", "x"]
PIECES = ["0", "1", ".", "-", "10", "1.0", ".1", "-0", "1.", "0-", "..", "1x", "x"]


def spell(transitions, state, text):
    """Where a text leads, or None."""
    for character in text:
        if state is None:
            return None
        state = transitions[state].get(character)
    return state


def by_search(transitions, accepting, vocabulary):
    edges = {
        state: {
            i: end for i, text in enumerate(vocabulary) if text and (end := spell(transitions, state, text)) is not None
        }
        for state in transitions
    }
    live = set()
    for state in transitions:
        reached = [state]
        for one in reached:
            reached += [end for end in edges[one].values() if end not in reached]
        live |= {state} if accepting & set(reached) else set()
    return {state: {i: end for i, end in edges[state].items() if end in live} for state in live}


def check_index(submission, transitions, accepting, vocabulary):
    found = submission.build_index({s: dict(row) for s, row in transitions.items()}, set(accepting), list(vocabulary))
    for state, row in found.items() if isinstance(found, dict) else []:
        for token in row if isinstance(row, dict) and state in transitions else []:
            text = vocabulary[token] if token in range(len(vocabulary)) else ""
            assert not text or spell(transitions, state, text) is not None, (
                f"Token {text!r} is in the index at state {state}, where not all its characters are allowed, one after "
                "the other."
            )
    assert_equal(found, by_search(transitions, accepting, vocabulary), what=f"the index for the tokens {vocabulary}")


class Wishes:
    """Logits for each step, which notes what it is handed."""

    def __init__(self, rows):
        self.rows, self.handed = rows, []

    def __call__(self, tokens):
        self.handed.append(list(tokens))
        return list(self.rows[len(tokens) % len(self.rows)])


def check_ended(found, expected):
    assert repr(found) != repr(expected[:-1]), f"eos is missing at the end: the tokens are {found}, not {expected}."


def check_greedy(submission, rows, index, accepting, expected, eos, max_new_tokens, start=0, whole=True):
    wishes = Wishes(rows)
    copied = {state: dict(tokens) for state, tokens in index.items()}
    found = submission.constrained_greedy(wishes, copied, set(accepting), start, eos, max_new_tokens)
    # Where the text ends is a test of its own, and neutral in the others.
    shown = found if whole or not isinstance(found, list) else found[: len(expected)]
    state = start
    for token in shown if isinstance(shown, list) else []:
        allowed = sorted(index.get(state, {})) + [eos] * (state in accepting)
        assert token in allowed, (
            f"Token {token} was written in state {state}, where {allowed} are allowed: a forbidden token never is a "
            f"candidate, however its logit compares. The logits are {rows}."
        )
        state = index[state].get(token)
    if expected[-1] == eos:
        check_ended(shown, expected)
    assert_equal(shown, expected, what=f"the tokens for the logits {rows}")
    return wishes.handed


@pytest.mark.points(18)
def test_tokens_of_one_character(submission, rng):
    """In each state the characters that the automaton allows, and where they lead."""
    check_index(submission, NUMBER, {2, 4}, CHARACTERS)
    check_index(submission, NUMBER, {2, 4}, [CHARACTERS[i] for i in rng.permutation(5)])


@pytest.mark.points(11)
def test_tokens_of_several_characters(submission, rng):
    """A token is allowed if all its characters are, one after the other."""
    one_end = {0: {"a": 1, "b": 2}, 1: {"a": 1, "b": 2}, 2: {"c": 3, "a": 1}, 3: {"b": 4}, 4: {}}
    pieces = ["a", "b", "c", "ab", "cb", "aab", "bc", "ac", "abcb", "ba", "cc", "ax"]
    check_index(submission, one_end, {4}, pieces)
    check_index(submission, one_end, {4}, [pieces[i] for i in rng.permutation(len(pieces))])
    # States may have any numbers, and two tokens the same text.
    renamed = {10 * s + 7: {c: 10 * end + 7 for c, end in row.items()} for s, row in one_end.items()}
    check_index(submission, renamed, {47}, pieces)
    check_index(submission, one_end, {4}, ["a", "ab", "c", "b", "ab", "a"])


@pytest.mark.points(5)
def test_tokens_that_pass_through_accepting_states(submission, rng):
    """A token may pass through accepting states, and goes on from there."""
    check_index(submission, NUMBER, {2, 4}, PIECES)
    check_index(submission, NUMBER, {2, 4}, [PIECES[i] for i in rng.permutation(len(PIECES))])


@pytest.mark.points(4)
def test_tokens_that_go_on_after_the_end(submission):
    """A token whose characters go on after a state that nothing leads on from isn't allowed."""
    check_index(submission, {0: {"a": 1}, 1: {"b": 2}, 2: {}}, {2}, ["a", "ab", "b", "abb", "bb", "ba"])


@pytest.mark.points(10)
def test_dead_ends_of_the_automaton(submission):
    """A state from which no accepting state can be reached isn't in the index, nor is a token that leads there."""
    trap = {0: {"a": 1, "b": 3}, 1: {"a": 2, "b": 3, "c": 5}, 2: {}, 3: {"b": 4}, 4: {"b": 3}, 5: {"a": 3}}
    check_index(submission, trap, {2}, ["a", "b", "c"])
    trap |= {6: {"a": 2, "b": 3}}  # accepting, and some of its tokens lead on and others nowhere
    check_index(submission, trap, {2, 6}, ["a", "b", "c"])


@pytest.mark.points(10)
def test_dead_ends_of_the_vocabulary(submission):
    """A state from which characters, but no tokens, lead on is a dead end."""
    quoted = {0: {"'": 1}, 1: {"a": 1, "'": 2}, 2: {",": 3}, 3: {}}
    check_index(submission, quoted, {2}, ["'", "a", "',"])
    check_index(submission, quoted, {3}, ["'", "a", "',"])
    check_index(submission, quoted, {3}, ["'", "a"])


@pytest.mark.points(4)
def test_tokens_without_text(submission):
    """Tokens without any text, such as the one that ends the sequence, aren't in the index."""
    check_index(submission, NUMBER, {2, 4}, ["", "0", "-", "", "."])


@pytest.mark.points(14)
def test_the_best_allowed_token(submission, rng):
    """Of the tokens of the state the one with the largest logit is written, be it negative."""
    index = {0: {0: 1, 2: 2}, 1: {1: 0, 3: 2}, 2: {2: 1, 3: 0}}
    rows = [[-3.0, 4.0, -2.0, 5.0, -9.0], [-1.0, -6.0, -7.0, -5.0, -9.0], [-1.0, 0.5, -2.0, 3.0, -9.0]]
    check_greedy(submission, rows, index, set(), [2, 3, 0], 4, 3, whole=False)
    chosen = [2, 3, 0, 3, 3, 0]
    drawn = [[float(-20 - v) for v in rng.permutation(5)] for _ in chosen]
    for row, token in zip(drawn, chosen, strict=True):
        row[token] = -10.0
    handed = check_greedy(submission, drawn, index, set(), chosen, 4, 6, whole=False)
    assert_equal(handed[:6], [chosen[:n] for n in range(6)], what="the tokens that the model is handed")


@pytest.mark.points(10)
def test_the_end_is_allowed_in_accepting_states(submission):
    """eos is a candidate exactly where the state is accepting, and ends the text."""
    index = {0: {0: 1}, 1: {0: 2, 1: 1}, 2: {}}
    eager = [[-1.0, -2.0, 9.0]]
    check_greedy(submission, eager, index, {1, 2}, [0, 2], 2, 5)
    check_greedy(submission, eager, index, {2}, [0, 0, 2], 2, 5)
    check_greedy(submission, [[-1.0, -0.5, -9.0]], index, {1, 2}, [0, 1, 1, 1], 2, 4, whole=False)
    check_greedy(submission, [[-1.0, -3.0, -9.0]], index, {1, 2}, [0, 0, 2], 2, 4)


@pytest.mark.points(4)
def test_the_most_tokens(submission):
    """The text ends after max_new_tokens tokens, eos counted, even if it is no whole match then."""
    check_greedy(submission, [[-1.0, -0.5, -9.0]], {0: {0: 1}, 1: {1: 1}}, set(), [0, 1, 1], 2, 3)
    check_greedy(submission, [[-1.0, -0.5, -9.0]], {0: {0: 1}, 1: {1: 1}}, {1}, [0], 2, 1)


@pytest.mark.points(4)
def test_equal_logits(submission):
    """Of equal logits the smallest id wins, in whatever order the index has them."""
    check_greedy(submission, [[0.5] * 6], {0: {2: 0, 1: 0, 4: 0, 3: 0}}, set(), [1, 1], 5, 2, whole=False)
    check_greedy(submission, [[0.5, 0.5, 0.5, 0.5]], {0: {2: 0, 1: 0}}, {0}, [0], 0, 2)
    check_greedy(submission, [[0.5, 0.5, 0.5, 0.5]], {0: {2: 0, 1: 0}}, {0}, [1, 1], 3, 2, whole=False)


@pytest.mark.points(6)
def test_a_start_that_is_not_live(submission):
    """If the start isn't in the index, nothing can be finished: ValueError."""
    check_greedy(submission, [[1.0, 2.0]], {1: {}}, {1}, [1], 1, 3, start=1)
    with pytest.raises(ValueError):
        submission.constrained_greedy(Wishes([[1.0, 2.0]]), {1: {0: 1}}, {1}, 0, 1, 3)

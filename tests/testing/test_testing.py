"""The comparison helpers: what they accept, what they refuse, and what they say."""

import numpy as np
import pytest

from kata.testing import Mismatch, assert_close, assert_distribution, assert_equal, numerical_gradient
from kata.testing.difference import precision
from kata.testing.show import show_call, show_value

ROWS = np.arange(6.0).reshape(2, 3)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (2, 2),
        (2.0, 2.0),
        (2, 2.0),
        (np.float32(2), 2.0),
        (np.array(2.0), 2.0),
        ([1, 2], (1, 2)),
        ((1, 2), [1, 2]),
        (True, True),
        (np.True_, True),
        (None, None),
        ({"a": [1.0]}, {"a": (1.0,)}),
        ({1, 2}, {2, 1}),
        (frozenset({1}), {1}),
        ("é", "é"),
        (ROWS, ROWS),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (2**70, 2**70),
        (np.int32(3), 3),
        (ROWS.astype("f4"), ROWS),
        (np.array([1], dtype="i4"), np.array([1])),
    ],
)
def test_equal_values_pass_whatever_kind_of_scalar_or_sequence(actual, expected):
    assert_equal(actual, expected)
    assert_close(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected", "says"),
    [
        (None, 2.0, "return"),
        (None, ROWS, "return"),
        ([1.0], np.array([1.0]), "NumPy array"),
        (np.array([1.0]), 1.0, "single number"),
        (1, True, "True or False"),
        (True, 1, "whole number"),
        (2.0, 2, "whole number"),
        ("2", 2, "single number"),
        ([1], [1, 2], "should be 2 items in the result; there is 1"),
        ({"a": 1}, {"b": 1}, "Missing"),
        ({1, 2}, {1}, "Too many"),
        (ROWS.T, ROWS, "shape"),
        (ROWS[:1], ROWS, "shape"),
        (np.arange(3), np.arange(3.0), "floating-point"),
        (np.arange(3.0), np.arange(3), "whole numbers"),
        (np.array([True]), np.array([1.0]), "floating-point"),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0]), "is nan at [1]"),
        (np.array([1.0, 2.0]), np.array([1.0, np.inf]), "should be inf at [1]"),
        (np.array([-np.inf]), np.array([np.inf]), "inf"),
        (1 + 0j, 1.0, "floating-point"),
        ("ab", "ac", "Wrong value"),
        (2**70, 2**71, "Wrong value"),
        ([1, [2, 3]], [1, [2, 4]], "the result at [1][1]"),
        (object(), 1.0, "single number"),
        (np.array(["a"]), np.array([1.0]), "floating"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_wrong(actual, expected, says):
    for compare in (assert_equal, assert_close):
        with pytest.raises(Mismatch) as caught:
            compare(actual, expected)
        assert says in f"{caught.value.summary} {caught.value.where}"


@pytest.mark.parametrize(
    ("change", "looks_like"),
    [
        (lambda x: -x, "opposite sign"),
        (lambda x: 2 * x, "2 times"),
        (lambda x: x / 3, "1/3 times"),
        (lambda x: x + 0.5, "+0.5 everywhere"),
        (lambda x: x.T, "transpose"),
        (lambda x: x[::-1], "reverse order along axis 0"),
        (lambda x: np.roll(x, 1, 1), "shifted by one place along axis 1"),
        (lambda x: x.reshape(-1)[[1, 0, 2, 3, 4, 5, 6, 8, 7]].reshape(3, 3), "another order"),
        (lambda x: x * 0, "all zeros"),
    ],
)
def test_it_says_what_the_difference_looks_like(change, looks_like):
    right = np.random.default_rng(1).normal(size=(3, 3))
    with pytest.raises(Mismatch) as caught:
        assert_close(change(right), right)
    assert looks_like in caught.value.where


def test_it_names_the_first_and_the_worst_place():
    wrong = ROWS.copy()
    wrong[0, 1] += 0.1
    wrong[1, 2] += 3
    with pytest.raises(Mismatch) as caught:
        assert_close(wrong, ROWS)
    assert "2 of 6 values differ. First at [0, 1]: expected 1.0, got 1.1." in caught.value.where
    assert "Worst at [1, 2]: expected 5.0, got 8.0." in caught.value.where


def test_tolerance_follows_the_coarser_dtype_and_the_scale():
    right = np.array([1e6, 1.0])
    assert_close((right * (1 + 1e-6)).astype("f4"), right)
    with pytest.raises(Mismatch):
        assert_close(right * (1 + 1e-6), right)
    assert_close(right + 1e-4, right)
    with pytest.raises(Mismatch):
        assert_close(right + 1e-4, right, atol=0)


def test_exact_dtype_is_asked_for_only_when_wanted():
    assert_equal(ROWS.astype("f4"), ROWS)
    with pytest.raises(Mismatch, match="dtype float64"):
        assert_equal(ROWS.astype("f4"), ROWS, exact_dtype=True)


def test_an_object_equal_to_everything_is_not_equal():
    class Everything:
        def __eq__(self, other):
            return True

        __hash__ = None

    for expected in (1.0, "a", [1], {"a": 1}, {1}, ROWS, None, True):
        with pytest.raises(Mismatch):
            assert_equal(Everything(), expected)


def test_a_fair_law_passes_and_a_biased_one_does_not():
    rng = np.random.default_rng(0)
    law = np.array([0.5, 0.3, 0.2, 0.0])
    for _ in range(200):
        assert_distribution(rng.multinomial(4000, law), law)
    with pytest.raises(Mismatch, match="outcome"):
        assert_distribution(rng.multinomial(4000, [0.4, 0.4, 0.2, 0.0]), law)
    with pytest.raises(Mismatch):
        assert_distribution([2000, 1200, 799, 1], law)


def test_a_law_holds_for_small_counts_and_certain_outcomes():
    assert_distribution([0, 3], [0.01, 0.99])
    assert_distribution([1, 2], [0.01, 0.99])
    assert_distribution([0, 50], [0.0, 1.0])
    with pytest.raises(Mismatch):
        assert_distribution([1, 49], [0.0, 1.0])
    with pytest.raises(ValueError, match="sum to 1"):
        assert_distribution([1, 2], [0.5, 0.6])


def test_a_numerical_gradient_weighs_the_result_by_the_cotangent():
    x, cotangent = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, -1.0], [0.5, 2.0]])
    assert_close(numerical_gradient(lambda x: x**2, x, cotangent), 2 * x * cotangent, rtol=1e-8)
    assert_close(numerical_gradient(lambda x: float((x**3).sum()), x), 3 * x**2, rtol=1e-8)


def test_what_is_shown_of_a_function_is_the_same_in_every_run():
    from kata.testing.show import show_call, show_value

    def score(x):
        return x

    assert show_value(score) == "<the function score>"
    assert show_value({}.get) == "<the function get>"
    assert show_call("search", (score, [1, 2]), {"width": 3}) == "search(<the function score>, [1, 2], width=3)"


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.array([np.nan, 1.0]), np.array([0.0046, 1.0])),
        (0.5, 0.0046),
        ({"b": 0.0046}, {"a": 0.0046}),
        ({1, 2}, {1, 46}),
        ([1, 2, 3], [1, 2, 46]),
    ],
)
def test_the_message_alone_tells_no_expected_value(actual, expected):
    with pytest.raises(Mismatch) as caught:
        assert_close(actual, expected)
    assert "46" not in caught.value.summary
    assert "'a'" not in caught.value.summary


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("the ids of the text", "The ids of the text should be a list; they are a float."),
        ("the loss of the tests", "The loss of the tests should be a list; it is a float."),
        ("the merges at [1]", "The merges at [1] should be a list; they are a float."),
    ],
)
def test_the_verb_goes_with_what_is_spoken_of(what, says):
    with pytest.raises(Mismatch) as caught:
        assert_equal(1.5, [1, 2, 3], what=what)
    assert caught.value.summary == says


def test_a_small_mask_is_a_grid():
    with pytest.raises(Mismatch) as caught:
        assert_equal(np.tri(2, 3, -1, dtype=bool), np.tri(2, 3, dtype=bool))
    assert caught.value.expected == "# . .\n# # .\n(array of shape (2, 3), bool; # is True)"
    assert caught.value.got == ". . .\n# . .\n(array of shape (2, 3), bool; # is True)"


def test_numbers_are_shown_to_the_digit_in_which_they_differ():
    with pytest.raises(Mismatch) as caught:
        assert_close(np.array([0.123456789, 1.0]), np.array([0.123456780, 1.0]), rtol=1e-12)
    assert "0.12345678" in caught.value.expected
    assert "0.12345679" in caught.value.got
    with pytest.raises(Mismatch) as caught:
        assert_close(0.1 + 0.2, 0.3, rtol=0, atol=0)
    assert (caught.value.expected, caught.value.got) == ("0.3", "0.30000000000000004")


def test_of_a_large_array_the_surroundings_of_the_worst_place_and_a_map_are_shown():
    right = np.arange(24.0 * 40).reshape(24, 40)
    got = right.copy()
    got[20, 33] += 9
    got[3, 0] += 1
    with pytest.raises(Mismatch) as caught:
        assert_close(got, right)
    assert "here [17:23, 30:36]" in caught.value.got
    assert "842" in caught.value.got
    assert "First at [3, 0]: expected 120.0, got 121.0." in caught.value.where
    assert "Worst at [20, 33]: expected 833.0, got 842.0." in caught.value.where
    rows = caught.value.map.split("\n")
    assert [rows[20][33], rows[3][0], rows[0]] == ["9", "1", "0" * 40]
    got[3, 0] = np.nan
    with pytest.raises(Mismatch, match=r"is nan at \[3, 0\]"):
        assert_close(got, right)


def test_a_map_of_a_huge_array_stays_small():
    right = np.zeros((3, 500, 700))
    got = right.copy()
    got[2, 499, 699] = 1
    with pytest.raises(Mismatch) as caught:
        assert_close(got, right)
    rows = caught.value.map.split("\n")
    assert (len(rows), len(rows[0])) == (32, 72)
    assert rows[-1] == "0" * 71 + "9"


def test_texts_say_where_they_differ_first():
    with pytest.raises(Mismatch) as caught:
        assert_equal("the cat sat on the mat", "the cat sits on the mat")
    assert "differ first at character 9: expected 'he cat sits on the m' there" in caught.value.where
    with pytest.raises(Mismatch) as caught:
        assert_equal("ab", "abc")
    assert caught.value.where == "They agree up to character 2; after it, 'c' is missing."


def looks(actual, expected):
    with pytest.raises(Mismatch) as caught:
        assert_close(np.array(actual), np.array(expected))
    return caught.value.where


def test_a_difference_is_described_only_where_the_description_helps():
    assert "times" not in looks([1.0 + 1e-6, 2.0 + 2e-6], [1.0, 2.0])
    assert "times" not in looks([-1.112, 0.0], [1.0, 0.0])
    assert "2 times what was expected." in looks([2.0, 0.0], [1.0, 0.0])
    assert "2 times what was expected, everywhere." in looks([2.0, 4.0], [1.0, 2.0])
    assert "constant of its own" in looks([[1.5, 2.5, 4.5], [0.0, 3.0, 1.0]], [[1.0, 2.0, 4.0], [1.0, 4.0, 2.0]])


def test_a_python_number_is_named_by_its_python_type():
    with pytest.raises(Mismatch) as caught:
        assert_close(1 + 0j, 1.0)
    assert caught.value.summary.endswith("its type is complex.")


def test_nested_values_are_shown_in_order_and_short():
    assert show_value({"g8": 1, "a1": [0.1 + 0.2]}) == "{'g8': 1, 'a1': [0.3]}"
    assert show_value([[(0.1 + 0.2, {"b": 1, "a": 2})]]) == "[[(0.3, {'b': 1, 'a': 2})]]"
    assert show_value(np.zeros((50, 50)) + 0.123456).endswith("(array of shape (50, 50), float64)")
    assert show_value(np.arange(900).reshape(90, 10) / 7 + 1e6).endswith("(array of shape (90, 10), float64)")


def test_the_last_arguments_of_a_long_call_are_seen():
    call = show_call("f", (np.random.default_rng(1).normal(size=(9, 5, 5)),) * 3, {"causal": True})
    assert "causal=True" in call
    assert call.count("\n") <= 24


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (np.float32([0.0, 1 / 3, 5 / 7]).astype(float), True),
        (np.array([0.0, 1.0, -2.0, 3.0]) * 2.0**-53, False),
        (np.array([0.5, -0.25]), False),
        (np.array([1.0, 2.0, 5.0]) / 3, False),
    ],
)
def test_numbers_of_float32_are_told_from_what_rounding_leaves(numbers, told):
    assert ("computed in float32" in precision(numbers, "float64", "float64")) == told

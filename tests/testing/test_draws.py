"""What graders draw from: sizes that differ, orders, numbers, gradients without cancellation, states of modules."""

import numpy as np
import pytest

from kata.testing import complex_step, new_seed, numerical_gradient, shuffled, sizes, uniform


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_sizes_are_these_in_some_order(rng: np.random.Generator) -> None:
    drawn = {tuple(sizes(rng, 2, 3, 5)) for _ in range(100)}
    assert len(drawn) == 6
    assert all(sorted(each) == [2, 3, 5] and all(type(size) is int for size in each) for each in drawn)
    with pytest.raises(ValueError, match="can't be told apart"):
        sizes(rng, 2, 3, 2)


def test_a_shuffled_list_or_dict_is_the_same_in_another_order(rng: np.random.Generator) -> None:
    letters = list("abcdefgh")
    assert shuffled(rng, letters) != letters
    assert sorted(shuffled(rng, letters)) == letters
    table = dict(zip(letters, range(8), strict=True))
    other = shuffled(rng, table)
    assert other == table
    assert list(other) != list(table)


def test_numbers_and_seeds_can_be_read(rng: np.random.Generator) -> None:
    drawn = [uniform(rng, 0.5, 0.9) for _ in range(100)]
    assert all(0.5 <= value <= 0.9 and round(value, 3) == value for value in drawn)
    assert round(uniform(rng, 0.0, 1.0, 5), 5) != round(uniform(rng, 0.0, 1.0, 5), 3)
    assert 0 <= new_seed(rng) < 2**32


def test_a_complex_step_gives_the_gradient(rng: np.random.Generator) -> None:
    x, cotangent = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))

    def mixed(z: np.ndarray) -> np.ndarray:
        return np.exp(z) * z.sum()

    def by_rows(z: np.ndarray) -> np.ndarray:
        return z / np.sqrt((z * z).sum(axis=1, keepdims=True))

    exact = complex_step(mixed, x, cotangent)
    assert np.allclose(exact, np.exp(x) * x.sum() * cotangent + (np.exp(x) * cotangent).sum(), rtol=1e-14)
    assert np.allclose(complex_step(by_rows, x, cotangent, axis=1), complex_step(by_rows, x, cotangent), rtol=1e-14)
    assert np.allclose(complex_step(by_rows, x, cotangent, axis=-1), numerical_gradient(by_rows, x, cotangent))
    assert np.allclose(complex_step(lambda z: (z**3).sum(), x), 3 * x**2, rtol=1e-14)


def test_states_and_masks_fit_what_they_are_for(rng: np.random.Generator) -> None:
    torch = pytest.importorskip("torch")
    from kata.testing.tensors import identity_state, linear_state, normal, random_mask

    module = torch.nn.ModuleDict({"up": torch.nn.Linear(3, 5), "down": torch.nn.Linear(5, 3)}).double()
    shapes = {"up": (5, 3), "down": (3, 5)}
    module.load_state_dict(linear_state(rng, shapes))
    assert not any(torch.isin(value, torch.tensor([0.0, 1.0])).any() for value in module.state_dict().values())
    module.load_state_dict(identity_state(shapes))
    x = normal(rng, 2, 3)
    assert torch.equal(module["down"](module["up"](x)), x)
    mask = random_mask(rng, 50, 2)
    assert mask.any(-1).all()
    assert not mask.all(-1).any()

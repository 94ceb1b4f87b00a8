"""Tensors and gradients across processes, with the real torch on both sides."""

import pytest

torch = pytest.importorskip("torch", reason="torch isn't installed")
pytestmark = pytest.mark.torch

SOURCE = """
import torch

def f(x, y):
    return torch.tanh(x) * y.exp(), (x * y).sum(-1)

def detached(x):
    return torch.tensor(x.tolist())

def ignores(x, y):
    return x * 2

class Model(torch.nn.Module):
    def __init__(self, d):
        super().__init__()
        self.linear = torch.nn.Linear(d, 2)
        self.unused = torch.nn.Parameter(torch.zeros(3))
        self.drop = torch.nn.Dropout(0.5)
    def forward(self, x):
        return self.drop(self.linear(x))

def draw(generator):
    return torch.rand(3, generator=generator)

def sparse():
    return torch.eye(3).to_sparse()
"""


@pytest.fixture
def toy(answer):
    return answer(SOURCE, library="torch")


def local_f(x, y):
    return torch.tanh(x) * y.exp(), (x * y).sum(-1)


@pytest.mark.parametrize(
    "dtype", ["float32", "float64", "float16", "bfloat16", "complex64", "bool", "uint8", "int8", "int32", "int64"]
)
@pytest.mark.parametrize("shape", [(), (0, 2), (3,), (4, 3, 2), (200, 100)])
def test_tensors_of_every_dtype_cross(answer, dtype, shape):
    toy = answer("def same(x): return x\n", library="torch")
    tensor = (torch.arange(max(1, torch.Size(shape).numel())) % 2)[: torch.Size(shape).numel()].reshape(shape)
    tensor = tensor.to(getattr(torch, dtype))
    result = toy.same(tensor)
    assert result.dtype == tensor.dtype
    assert result.shape == tensor.shape
    assert bool((result == tensor).all())
    assert toy.same(tensor.dtype) == tensor.dtype


@pytest.mark.parametrize("shape", [(1,), (1, 1), (3,), (2, 3)])
def test_an_expanded_tensor_crosses(answer, shape):
    toy = answer("import torch\ndef expanded(shape): return torch.tensor(1.5).expand(shape)\n", library="torch")
    assert toy.expanded(shape).tolist() == torch.full(shape, 1.5).tolist()


def test_a_view_and_a_conjugate_cross_by_value(answer):
    toy = answer("def same(x): return x\n", library="torch")
    tensor = torch.randn(3, 4, dtype=torch.complex64).T.conj()
    assert bool((toy.same(tensor) == tensor).all())


def test_gradients_of_the_answer_are_the_local_ones(toy):
    x, y = (
        torch.randn(3, 4, dtype=torch.float64, requires_grad=True),
        torch.randn(3, 4, dtype=torch.float64, requires_grad=True),
    )
    outputs, expected = toy.f(x, y), local_f(x, y)
    cotangents = [torch.randn_like(output) for output in expected]
    for got, right in zip(
        torch.autograd.grad(outputs, [x, y], cotangents), torch.autograd.grad(expected, [x, y], cotangents), strict=True
    ):
        torch.testing.assert_close(got, right)


def test_gradients_can_be_checked_twice(toy):
    x, y = (torch.randn(2, 2, dtype=torch.float64, requires_grad=True) for _ in range(2))
    assert torch.autograd.gradcheck(lambda *args: toy.f(*args), (x, y))
    assert torch.autograd.gradgradcheck(lambda *args: toy.f(*args), (x, y))


def test_a_detached_result_has_no_gradient(toy):
    x = torch.randn(3, requires_grad=True)
    assert not toy.detached(x).requires_grad
    assert torch.autograd.grad(toy.ignores(x, x).sum(), x)[0].tolist() == [2, 2, 2]


def test_parameters_have_their_gradients_by_name(toy):
    model = toy.Model(4)
    state = {"linear.weight": torch.randn(2, 4), "linear.bias": torch.randn(2), "unused": torch.ones(3)}
    model.load_state_dict(state)
    model.eval()
    x, cotangent = torch.randn(5, 4), torch.randn(5, 2)
    output = model(x)
    torch.testing.assert_close(output.as_subclass(torch.Tensor), x @ state["linear.weight"].T + state["linear.bias"])
    grads = toy.grads(model, output, cotangent)
    torch.testing.assert_close(grads["linear.weight"].as_subclass(torch.Tensor), cotangent.T @ x)
    assert grads["unused"] is None
    assert set(grads) == set(state)
    assert model.training is False
    assert set(model.state_dict()) == set(state)


def test_a_copy_says_that_it_is_one(toy):
    model = toy.Model(2)
    weight = model.linear.weight
    with pytest.raises(RuntimeError, match="copy"):
        weight[0] = 1
    with pytest.raises(RuntimeError, match="copy"):
        weight.zero_()
    with pytest.raises(RuntimeError, match="copy"):
        weight += 1
    with pytest.raises(AttributeError, match="copy"):
        _ = weight.grad
    assert type(weight + 1) is torch.Tensor


def test_generators_and_refusals(toy):
    right = torch.rand(3, generator=torch.Generator().manual_seed(4))
    assert bool((toy.draw(toy.torch_generator(4)) == right).all())
    with pytest.raises(AssertionError, match="can't cross"):
        toy.sparse()


def test_a_tensor_changed_in_place_is_noticed(answer):
    toy = answer("def f(x):\n    x.mul_(2)\n    return x.sum()\n", library="torch", parameters={"f": ["x"]})
    toy.f(torch.ones(3))
    assert "`x`" in toy._session.changed.says


def test_tensors_that_were_never_written_hold_nan(answer):
    made = "torch.empty(2), torch.ones(2).new_empty(2), torch.empty_like(torch.ones(2))"
    toy = answer(f"import torch\ndef f():\n    return {made}\n", "torch", parameters={"f": []})
    assert all(tensor.isnan().all() for tensor in toy.f())

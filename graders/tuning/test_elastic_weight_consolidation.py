"""Grades `elastic_weight_consolidation`: a linear classifier has a closed form; a network is derived by hand."""

import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform
from kata.testing.tensors import linear_state, normal


def softmax(logits):
    e = (logits - logits.max(dim=-1, keepdim=True).values).exp()
    return e / e.sum(dim=-1, keepdim=True)


def linear_fisher(weight, bias, x):
    """d log p_k / d logit_c is [k = c] - p_c, whose square has the mean p_c (1 - p_c)."""
    p = softmax(x @ weight.T + bias)
    spread = p * (1 - p)  # (N, K)
    return {"weight": spread.T @ x**2 / len(x), "bias": spread.sum(0) / len(x)}


def network_fisher(state, x):
    """The same for logits W2 tanh(W1 x + b1) + b2."""
    w2 = state["linear2.weight"]
    h = torch.tanh(x @ state["linear1.weight"].T + state["linear1.bias"])
    p = softmax(h @ w2.T + state["linear2.bias"])
    out = {name: torch.zeros_like(value) for name, value in state.items()}
    for n in range(len(x)):
        for k in range(len(w2)):
            slope = -p[n]
            slope[k] += 1
            hidden = (slope @ w2) * (1 - h[n] ** 2)
            parts = {"linear2.bias": slope, "linear2.weight": torch.outer(slope, h[n])}
            parts |= {"linear1.bias": hidden, "linear1.weight": torch.outer(hidden, x[n])}
            for name, part in parts.items():
                out[name] += p[n, k] * part**2 / len(x)
    return out


def linear(submission, rng, n_in, n_out):
    state = {"weight": normal(rng, n_out, n_in), "bias": normal(rng, n_out)}
    return submission.given("linear_model", n_in, n_out, state=state), state


def copied(found):
    """Values to compare others with, so that a mistake is known by its numbers."""
    return {name: torch.as_tensor(value).clone() for name, value in found.items()}


def check(found, right, what="F"):
    assert_equal(sorted(found), sorted(right), what="the names of the parameters")
    for name, value in right.items():
        assert_close(found[name], value, rtol=1e-6, atol=1e-9, what=f"{what} of {name}")


@pytest.mark.points(27)
def test_the_fisher_of_one_sample(submission, rng):
    """The squared gradients of log p are averaged over the classes with the model's own probabilities."""
    for n_in, n_out in ((2, 3), (3, 2), (1, 4)):
        model, state = linear(submission, rng, n_in, n_out)
        x = normal(rng, 1, n_in)
        found = submission.fisher_diagonal(model, x)
        assert_equal(sorted(found), ["bias", "weight"], what="the names of the parameters")
        assert float(found["bias"].abs().max()) > 1e-6, (
            "F is 0 everywhere, as it is when the gradients of the classes are averaged before they are squared, or "
            "when the softmax doesn't run over the classes."
        )
        twin = submission.given("linear_model", n_in, n_out, state=state)
        again = submission.fisher_diagonal(twin, x) if n_in == 2 else found
        same = torch.allclose(torch.as_tensor(found["bias"]), torch.as_tensor(again["bias"]), rtol=1e-4)
        assert same, "F differs from one call to the next: no labels are drawn, the mean over the classes is exact."
        p = softmax(x @ state["weight"].T + state["bias"])[0]
        for slope in torch.eye(n_out) - p:
            alone = torch.allclose(torch.as_tensor(found["bias"]), slope**2, rtol=1e-4)
            assert not alone, "F has the squared gradient of one class only: it is the mean over all, weighted with p."
        check(found, linear_fisher(state["weight"], state["bias"], x))


@pytest.mark.points(8)
def test_the_mean_over_samples(submission, rng):
    """F is a mean over the samples: where all of them are the same, their number changes nothing."""
    model, _ = linear(submission, rng, 3, 2)
    x = normal(rng, 1, 3)
    one = copied(submission.fisher_diagonal(model, x))  # judged elsewhere
    assert float(one["bias"].abs().max()) > 1e-6, "F is 0 everywhere."
    for n in (2, 5):
        check(submission.fisher_diagonal(model, x.repeat(n, 1)), one, what=f"F for {n} times the same sample")


@pytest.mark.points(8)
def test_each_gradient_is_squared_by_itself(submission, rng):
    """The gradient of each sample is squared before the mean is taken: opposite ones don't cancel."""
    state = {"weight": torch.zeros(2, 3, dtype=torch.float64), "bias": torch.zeros(2, dtype=torch.float64)}
    model = submission.given("linear_model", 3, 2, state=state)
    x = normal(rng, 1, 3).abs() + 0.5
    same = copied(submission.fisher_diagonal(model, torch.cat([x, x])))  # judged elsewhere
    assert float(same["weight"].abs().min()) > 1e-6, "F is 0 for two samples that are the same."
    opposite = submission.fisher_diagonal(model, torch.cat([x, -x]))
    assert float(opposite["weight"].abs().max()) > 1e-6, (
        "F of the weight is 0 for two samples with opposite gradients: these were averaged before they were squared."
    )
    check(opposite, same, what="F for two samples with opposite gradients")
    model, _ = linear(submission, rng, 3, 2)
    a, b = normal(rng, 2, 3).split(1)
    parts = [submission.fisher_diagonal(model, one) for one in (a, b)]
    twice = submission.fisher_diagonal(model, torch.cat([a, a]))
    count = float(twice["bias"].sum()) / float(parts[0]["bias"].sum())  # 1 unless samples are added up: see above
    right = {name: count * (parts[0][name] + parts[1][name]) / 2 for name in ("weight", "bias")}
    check(submission.fisher_diagonal(model, torch.cat([a, b])), right, what="F for two samples")


@pytest.mark.points(8)
def test_all_layers(submission, rng):
    """Every parameter of a network has its Fisher information, by its name."""
    state = linear_state(rng, {"linear1": (3, 2), "linear2": (3, 3)})
    model = submission.given("mlp", [2, 3, 3], state=state)
    x = normal(rng, 1, 2)
    check(submission.fisher_diagonal(model, x), network_fisher(state, x))


@pytest.mark.points(3)
def test_large_logits(submission, rng):
    """A class whose probability is too small for a float has no part in F, and does no harm."""
    weight, x, found = 0.1 * normal(rng, 3, 2), normal(rng, 1, 2), []
    for least in (-40.0, -2000.0):
        state = {"weight": weight, "bias": torch.tensor([0.0, 0.5, least], dtype=torch.float64)}
        model = submission.given("linear_model", 2, 3, state=state)
        found.append(copied(submission.fisher_diagonal(model, x)))
    assert float(found[0]["bias"].abs().max()) > 1e-6, "F is 0 everywhere."
    assert all(bool(part.isfinite().all()) for part in found[1].values()), (
        "F isn't finite where a class has a logit of -2000: its probability is 0 in floating point, and the logarithm "
        "of a softmax that has been computed is -inf there. Take log_softmax of the logits."
    )
    check(found[1], found[0], what="F with a logit of -2000, beside that with one of -40,")


@pytest.mark.points(4)
def test_the_model_stays_as_it_was(submission, rng):
    """Weights and mode of the model stay as they were, and no gradients are left in .grad."""
    model, state = linear(submission, rng, 3, 2)
    found = submission.fisher_diagonal(model, normal(rng, 2, 3))
    assert float(torch.as_tensor(found["bias"]).abs().max()) > 1e-6, "F is 0 everywhere."
    for name, value in state.items():
        assert_equal(model.state_dict()[name], value, what=f"{name} of the model afterwards")
    assert model.training, "The model is left in evaluation mode: its dropout would be off for the new task."
    left = submission.given("get_grads", model)
    assert not any(bool(grad.any()) for grad in left.values()), (
        "Gradients of the old task are left in .grad of the model's parameters, as backward() leaves them: the first "
        "step of the new task would add to them. Set them back to None, or use torch.autograd.grad."
    )


@pytest.mark.points(22)
def test_the_penalty(submission, rng):
    """The penalty is lambda over 2 times the sum of F times the squared distances, over all parameters."""
    for strength in (3.0, uniform(rng, 4.0, 9.0)):
        model, state = linear(submission, rng, 3, 2)
        fisher = {name: value**2 + 0.1 for name, value in linear(submission, rng, 3, 2)[1].items()}
        anchor = linear(submission, rng, 3, 2)[1]
        right = sum(float((fisher[name] * (state[name] - anchor[name]) ** 2).sum()) for name in state)
        found = submission.ewc_penalty(model, fisher, anchor, strength)
        assert_close(found, strength / 2 * right, rtol=1e-6, what=f"the penalty for lambda={strength}")


@pytest.mark.points(12)
def test_the_gradient_pulls_back(submission, rng):
    """The gradient of a parameter is lambda F times its distance from the old value."""
    model, state = linear(submission, rng, 3, 2)
    fisher = {name: value**2 + 0.1 for name, value in linear(submission, rng, 3, 2)[1].items()}
    anchor = {name: value.requires_grad_() for name, value in linear(submission, rng, 3, 2)[1].items()}
    penalty = submission.ewc_penalty(model, fisher, anchor, 2.0)
    assert penalty.requires_grad, "the penalty has no graph: no gradient reaches the model."
    found = submission.grads(model, penalty, torch.ones_like(penalty))
    apart = {name: state[name] - anchor[name].detach() for name in state}
    whole = sum(float((fisher[name] * apart[name] ** 2).sum()) for name in state)
    strength = 2 * float(penalty) / whole  # 2.0 unless the penalty itself is off: see above
    assert strength > 0.1, "The penalty of parameters that have moved is hardly anything."
    for name in state:
        right = strength * fisher[name] * apart[name]
        assert_close(found[name], right, rtol=1e-6, what=f"the gradient of {name}")


@pytest.mark.points(8)
def test_frozen_parameters_are_left_out(submission, rng):
    """A parameter that doesn't require a gradient has no F and no part in the penalty."""
    first, head = ({"weight": normal(rng, 2, n), "bias": normal(rng, 2)} for n in (3, 2))
    model = submission.given("mlp", [3, 2], state={f"linear1.{name}": value for name, value in first.items()})
    model.linear1.requires_grad_(False)
    model.add_module("head", submission.given("linear_model", 2, 2, state=head))
    x = 0.3 * normal(rng, 1, 3)
    right = linear_fisher(head["weight"], head["bias"], x @ first["weight"].T + first["bias"])
    found = submission.fisher_diagonal(model, x)
    frozen = sorted(name for name in found if name.startswith("linear1."))
    assert not frozen, f"F holds {frozen}, which don't require a gradient: frozen parameters are left out."
    check(found, {f"head.{name}": value for name, value in right.items()})
    anchor = {f"head.{name}": value + 1.0 for name, value in head.items()}
    fisher = {name: torch.ones_like(value) for name, value in anchor.items()}
    found = submission.ewc_penalty(model, fisher, anchor, 2.0)
    model = submission.given("linear_model", 2, 2, state=head)
    alone = [{name.removeprefix("head."): value for name, value in one.items()} for one in (fisher, anchor)]
    right = float(submission.ewc_penalty(model, *alone, 2.0))  # judged elsewhere
    assert right > 1, "The penalty of six parameters that have moved by 1 is hardly anything."
    assert_close(found, right, rtol=1e-6, what="the penalty, beside that of the layer that isn't frozen")

"""Grades `continuous_batching`: what runs is the longest beginning of the order of arrival that fits."""

from random import Random

import pytest

from kata.testing import assert_equal, new_seed


class Arrivals:
    """What each operation has to return, from one list of requests in the order of arrival."""

    def __init__(self, budget, max_batch):
        self.budget, self.max_batch = budget, max_batch
        self.alive = []  # [name, prompt, output, made, runs]

    def submit(self, name, n_prompt, n_output):
        if name in [request[0] for request in self.alive] or n_prompt + n_output > self.budget:
            return "ValueError"
        self.alive.append([name, n_prompt, n_output, 0, False])
        return None

    def step(self):
        n = 0
        while n < min(len(self.alive), self.max_batch):
            if sum(prompt + made + 1 for _, prompt, _, made, _ in self.alive[: n + 1]) > self.budget:
                break
            n += 1
        admitted = [request[0] for request in self.alive[:n] if not request[4]]
        preempted = [request[0] for request in self.alive[n:] if request[4]]
        computed = sum(1 if runs else prompt + made for _, prompt, _, made, runs in self.alive[:n])
        for i, request in enumerate(self.alive):
            request[3] += i < n
            request[4] = i < n
        finished = [request[0] for request in self.alive if request[3] == request[2]]
        self.alive = [request for request in self.alive if request[3] < request[2]]
        return admitted, preempted, finished, computed

    def finish(self, name):
        before = len(self.alive)
        self.alive = [request for request in self.alive if request[0] != name]
        return "KeyError" if len(self.alive) == before else None

    def running(self):
        return [request[0] for request in self.alive if request[4]]

    def waiting(self):
        return [request[0] for request in self.alive if not request[4]]

    def used(self):
        return sum(prompt + made for _, prompt, _, made, runs in self.alive if runs)

    def do(self, operation):
        name, *words = operation.split()
        return getattr(self, name)(*(int(word) if word.isdigit() else word for word in words))


def same_text(result, right):
    return repr(result) == repr(right)


def check(submission, budget, max_batch, operations, work=False):
    """Compare what every operation returns. The computed tokens are judged where a test is about them."""
    operations = operations.split(", ")
    results = submission.replay(submission.Scheduler(budget, max_batch), ", ".join(operations))
    assert_equal(len(results), len(operations), what="the number of results of replay")
    model = Arrivals(budget, max_batch)
    for i, (operation, result) in enumerate(zip(operations, results, strict=True)):
        right = model.do(operation)
        names_only = operation.startswith("step") and not work
        if names_only:
            result, right = (x[:3] if isinstance(x, tuple) else x for x in (result, right))
        # Most are the same to the letter, and assert_equal is slow.
        if not same_text(result, right):
            past = [line for line in operations[:i] if line.startswith(("submit", "step", "finish"))]
            after = ", ".join(["..."] * (len(past) > 10) + past[-10:]) or "nothing"
            place = f"`{operation}` after {after} (budget {budget}, batch {max_batch})"
            if work and all(isinstance(x, tuple) and len(x) == 4 for x in (result, right)):
                assert_equal(result[:3], right[:3], what=f"(admitted, preempted, finished) of {place}")
                what = f"the computed tokens of {place}, n_prompt + g for each admitted request and 1 for each other"
                assert_equal(result[3], right[3], what=what)
            part = "(admitted, preempted, finished)" if names_only else "the result"
            assert_equal(result, right, what=f"{part} of {place}")


LOOK = "running, waiting, used"


@pytest.mark.points(18)
def test_first_come_first_served(submission):
    """Waiting requests are admitted in the order of arrival, while all that run fit with one more token each."""
    check(submission, 20, 9, f"submit a 7 3, {LOOK}")
    check(submission, 20, 9, f"step, submit a 4 3, submit b 5 3, {LOOK}, step, {LOOK}")
    # 4 + 5 + 6 tokens and one more for each: 18.
    for budget in (14, 15, 17, 18, 19):
        check(submission, budget, 9, f"submit a 4 3, submit b 5 3, submit c 6 4, step, {LOOK}")
    check(submission, 18, 9, f"submit a 4 9, submit b 5 9, submit c 6 9, step, {LOOK}")


@pytest.mark.points(20)
def test_requests_join_at_every_step(submission):
    """Each running request makes one token in a step, leaves when it has all of them, and others take its room."""
    steps = ", ".join([f"step, {LOOK}"] * 4)
    # Who leaves and what is used are looked at together: each alone is the same for several mistakes.
    results = submission.replay(submission.Scheduler(100, 9), "submit a 4 1, submit b 5 3, step, used")
    found = [result[:3] if isinstance(result, tuple) else result for result in results][2:]
    what = "(admitted, preempted, finished) of the step, and what is used after it, for a 4 1 and b 5 3"
    assert_equal(found, [(["a", "b"], [], ["a"]), 6], what=what)
    check(submission, 100, 9, f"submit a 4 1, submit b 5 3, {steps}")
    # The order is that of arrival, not of the names.
    check(submission, 100, 9, f"submit z 4 2, submit m 5 2, submit b 3 2, {steps}")
    check(submission, 100, 9, f"submit a 4 3, step, submit b 5 1, {LOOK}, step, submit c 2 1, {steps}")
    check(submission, 20, 9, f"submit a 9 1, submit b 5 4, submit c 8 2, {steps}")


@pytest.mark.points(12)
def test_nobody_is_passed(submission):
    """Nobody is admitted past an earlier request that doesn't fit."""
    steps = ", ".join([f"step, {LOOK}"] * 5)
    check(submission, 20, 9, f"submit a 8 3, submit b 13 2, submit c 2 1, submit d 2 1, {steps}")


@pytest.mark.points(9)
def test_the_youngest_is_preempted(submission):
    """When the running requests would exceed the budget, the one that arrived last is preempted."""
    # Of four the first isn't the smallest, the largest or the one with the most to do, nor is the last.
    requests = "submit a 4 8, submit b 2 9, submit c 6 8, submit d 3 8"
    check(submission, 20, 9, f"{requests}, step, {LOOK}, step, {LOOK}")
    check(
        submission, 12, 9, f"submit a 2 9, submit b 2 9, submit c 2 9, submit d 2 9, step, step, {LOOK}, step, {LOOK}"
    )


@pytest.mark.points(3)
def test_several_are_preempted_in_one_step(submission):
    """As many as it takes are preempted in one step, and listed in the order of arrival."""
    requests = "submit a 3 9, submit q 1 9, submit z 1 9, submit m 1 9, submit c 1 9"
    check(submission, 12, 9, f"{requests}, step, {LOOK}, step, {LOOK}, step, {LOOK}")


@pytest.mark.points(8)
def test_preempted_requests_keep_their_place(submission):
    """A preempted request waits before all that arrived after it, and is the first to be admitted again."""
    steps = ", ".join([f"step, {LOOK}"] * 3)
    check(submission, 13, 9, f"submit a 4 9, submit b 4 9, submit c 3 9, submit d 3 9, {steps}, finish a, {steps}")


@pytest.mark.points(8)
def test_preempted_requests_keep_their_tokens(submission):
    """A preempted request comes back with the tokens that it has made, and makes only those that are missing."""
    steps = ", ".join([f"step, {LOOK}"] * 3)
    # b has made a single token, and wouldn't fit without it either.
    check(submission, 12, 9, f"submit a 6 6, submit b 4 3, step, {LOOK}, step, {LOOK}, finish a, {steps}")
    check(submission, 12, 9, f"submit a 4 8, submit b 3 4, {steps}, finish a, {steps}")


@pytest.mark.points(8)
def test_the_work_of_a_step(submission):
    """A step computes all tokens of a request that it admits, made ones too, and one for each other."""
    steps = ", ".join(["step"] * 7)
    # b has made a single token when it is preempted, and wouldn't fit without it either.
    check(submission, 12, 9, f"submit a 6 3, submit b 4 3, {steps}", work=True)
    check(submission, 12, 9, f"submit a 4 4, submit b 3 4, {steps}", work=True)


@pytest.mark.points(5)
def test_the_batch_has_a_largest_size(submission):
    """At most max_batch requests run at once."""
    steps = ", ".join([f"step, {LOOK}"] * 3)
    check(submission, 100, 2, f"submit a 4 9, submit b 3 9, submit c 2 9, submit d 2 9, {steps}, finish a, {steps}")


@pytest.mark.points(4)
def test_ending_early(submission):
    """finish ends a running request or a waiting one, whose name is free then; an unknown one is a KeyError."""
    start = "submit a 4 5, submit b 3 5, submit c 14 5, step"
    ends = f"finish c, {LOOK}, finish a, {LOOK}, submit a 2 2, step, {LOOK}, finish c, finish d"
    check(submission, 20, 9, f"{start}, {ends}")


@pytest.mark.points(2)
def test_what_is_refused(submission):
    """A name that is taken, and a request that couldn't run alone, are a ValueError."""
    check(submission, 10, 9, f"submit a 4 6, submit a 1 1, step, submit a 1 1, {LOOK}")
    check(submission, 10, 9, f"submit a 4 6, submit b 4 7, submit c 11 1, step, {LOOK}")


@pytest.mark.points(3)
def test_random_arrivals(submission, rng):
    """Over many random arrivals the budget holds at every step, and every request is finished in its turn."""
    draw = Random(new_seed(rng))
    for budget, max_batch in ((20, 4), (31, 9)):
        operations = []
        for i in range(30):
            total = draw.randint(2, budget)
            n_prompt = draw.randint(1, total - 1)
            operations.append(f"submit r{i} {n_prompt} {min(total - n_prompt, 9)}")
            operations += ["step, used"] * draw.choice([0, 0, 1, 2, 5])
            operations += [f"finish r{draw.randint(0, i)}"] * (draw.random() < 0.1)
        check(submission, budget, max_batch, ", ".join([*operations, *(["step, used"] * 60), LOOK]), work=True)

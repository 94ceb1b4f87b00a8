"""Grades `q_learning` by the tables that it returns.

What an environment reports stays with the answer. So the scripts that it replays are written here, where the table that
must come out is known; and a policy that was learned is judged by its exact value in a model written down here.
"""

import numpy as np
import pytest
from _tabular import episode, q_learning_on_paper

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform


def greedy(q):
    """The greedy policy as probabilities, shared among ties."""
    policy = np.zeros(q.shape)
    for row, chances in zip(q.tolist(), policy, strict=True):
        winners = [action for action, value in enumerate(row) if value == max(row)]
        chances[winners] = 1.0 / len(winners)
    return policy


def table(rng, n_states, n_actions):
    """A table without ties, whose last row, that of the terminal state, is 0."""
    q = rng.normal(size=(n_states, n_actions))
    q[-1] = 0.0
    return q


def learn(submission, rng, script, q, **how):
    """Runs `q_learning` on a script, from the table q and without exploring unless told."""
    env = submission.given("scripted", script, *q.shape)
    how = {"alpha": 0.3, "gamma": 0.8, "epsilon": 0.0, "initial": q} | how
    return submission.q_learning(env, len(script), rng=submission.generator(new_seed(rng)), **how)


@pytest.mark.points(10)
def test_epsilon_greedy_probabilities(submission, rng):
    """Each action has epsilon / A, and the greedy ones share the other 1 - epsilon alike; only equal values tie."""
    rows = [
        [-3.0, -1.0, -2.0, -1.0, -5.0],
        [0.5, 0.1, 0.2, 0.3, 0.4],
        [7.0, 7.0, 7.0, 7.0, 7.0],
        [1.0, 1.0 + 1e-9, 1.0 - 1e-9, 0.0, 1.0],
        [900.0, -900.0, 900.0, 0.0, 900.0],
    ]
    q = np.array(rows)[rng.permutation(5)][:, rng.permutation(5)]
    some = uniform(rng, 0.2, 0.8)
    for table, epsilon in [(q, some), (q, 0.0), (q, 1.0), (q[:3], some), (q[:, :4], some), (q[:1, 1:], 1.0 - some)]:
        expected = (1.0 - epsilon) * greedy(table) + epsilon * np.full(table.shape, 1.0 / table.shape[1])
        assert_close(submission.epsilon_greedy_policy(table, epsilon), expected)


@pytest.mark.points(10)
def test_every_step_moves_one_value_towards_the_target(submission, rng):
    """After each step, Q(s, a) moves by alpha towards r + gamma * max Q(s'), and nothing else moves."""
    for alpha, gamma in [(0.35, 0.7), (1.0, 0.9), (0.2, 1.0), (0.6, 0.0), (0.0, 0.5)]:
        q = table(rng, 6, 3)
        script = [episode(rng, 6, n_steps, True) for n_steps in (7, 1, 12)]
        learned, _ = learn(submission, rng, script, q, alpha=alpha, gamma=gamma)
        assert_close(learned, q_learning_on_paper(q, script, alpha, gamma), what="the table")


@pytest.mark.points(12)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated step the target is the reward alone, whatever the table holds for s'."""
    q = rng.normal(size=(5, 3)) + 6.0
    script = [
        (0, [(1, 1.0, False, False), (3, -2.0, True, False)]),
        (3, [(2, 0.5, False, False), (2, 0.8, False, False), (0, 1.5, True, False)]),
        (2, [(2, -1.0, True, False)]),
        (1, [(4, 2.5, True, True)]),  # both at once: it terminated
        (4, [(0, 0.7, False, False), (4, 3.0, True, False)]),
    ]
    learned, _ = learn(submission, rng, script, q, alpha=0.4, gamma=0.9)
    assert_close(learned, q_learning_on_paper(q, script, 0.4, 0.9), what="the table")


@pytest.mark.points(12)
def test_a_truncated_step_bootstraps(submission, rng):
    """A step that was truncated but not terminated bootstraps from max Q(s') like every other."""
    q = table(rng, 6, 4) + 5.0
    script = [episode(rng, 6, n_steps, False) for n_steps in (4, 1, 6)]
    learned, _ = learn(submission, rng, script, q, alpha=0.25, gamma=0.85)
    assert_close(learned, q_learning_on_paper(q, script, 0.25, 0.85), what="the table")


@pytest.mark.points(8)
def test_returns_are_plain_sums_of_each_episode(submission, rng):
    """There are n_episodes returns, each the undiscounted sum of all rewards of its episode."""
    script = [episode(rng, 6, n_steps, True) for n_steps in (5, 1, 9, 2)]
    _, returns = learn(submission, rng, script, table(rng, 6, 3), gamma=0.5)
    expected = np.array([sum(reward for _, reward, _, _ in steps) for _, steps in script])
    assert_close(returns, expected, what="the returns", exact_dtype=True)
    whole = [(0, [(1, 2, False, False), (2, 3, True, False)])]  # rewards that are integers
    _, returns = learn(submission, rng, whole, table(rng, 3, 2))
    assert_close(returns, np.array([5.0]), what="the returns", exact_dtype=True)


@pytest.mark.points(6)
def test_actions_follow_the_updated_table(submission, rng):
    """An action is chosen from the table with the update of the step before it already made."""
    q = np.vstack([rng.normal(size=4) * 0.5, np.zeros(4)])
    rewards = [-1.0, -1.5, -0.7, -2.0, -1.2, -0.4, -1.7, -0.9]
    # Every step but the last leads back to the same state, and lowers the value that was the best.
    script = [(0, [(int(t == 7), rewards[t], t == 7, False) for t in range(8)])]
    learned, _ = learn(submission, rng, script, q, alpha=0.6, gamma=0.9)
    assert_close(learned, q_learning_on_paper(q, script, 0.6, 0.9), what="the table")


@pytest.mark.points(12)
def test_actions_are_drawn_from_the_epsilon_greedy_policy(submission, rng):
    """While learning, a greedy action has (1 - epsilon) / ties + epsilon / A, any other epsilon / A."""
    patterns = np.array([[2.0, 1.0, 7.0], [8.0, 3.0, 8.0], [5.0, 5.0, 5.0], [6.0, 6.0 - 1e-9, 1.0]])
    patterns = patterns[:, rng.permutation(3)]
    n = 800
    kind = rng.permutation(np.arange(n) % 4)
    q = np.vstack([patterns[kind], np.zeros(3)])
    # Every state is visited once, the value that moved in its row tells which action was drawn: half of them in
    # episodes of one step, the others in a single long one.
    visits, rewards = [*rng.permutation(n).tolist(), n], (2.0 + rng.random(n)).tolist()
    script = [(visits[t], [(n, rewards[t], True, False)]) for t in range(n // 2)]
    script.append((visits[n // 2], [(visits[t + 1], rewards[t], t + 1 == n, False) for t in range(n // 2, n)]))
    # Exploring most of the time tells best whether the greedy action is among what is explored.
    for epsilon in [0.9, 0.0]:
        learned, _ = learn(submission, rng, script, q, alpha=0.5, gamma=0.5, epsilon=epsilon)
        assert_equal(learned.shape, q.shape, what="the table's shape")
        moved = np.not_equal(learned, q)[:-1]
        assert_equal(moved.sum(axis=1), np.ones(n, dtype=int), what="how many values moved at each state's one visit")
        for number, pattern in enumerate(patterns):
            law = (1.0 - epsilon) * greedy(pattern[None])[0] + epsilon / 3
            counts = moved[kind == number].sum(axis=0)
            assert_distribution(counts, law, what=f"the actions for the values {pattern.tolist()}, epsilon {epsilon}")


@pytest.mark.points(8)
def test_the_target_takes_the_best_next_action(submission, rng):
    """The target holds the largest value of the next row, whichever action is taken there."""
    n = 60
    q = table(rng, n + 1, 4)
    rewards = 8.0 + rng.random(n)
    targets = rewards + 0.95 * q[1:].max(axis=1)  # the last row, that of the terminal state, is 0
    script = [(0, [(t + 1, reward, t + 1 == n, False) for t, reward in enumerate(rewards.tolist())])]
    for epsilon in [1.0, 0.5]:
        learned, _ = learn(submission, rng, script, q, alpha=0.45, gamma=0.95, epsilon=epsilon)
        assert_equal(learned.shape, q.shape, what="the table's shape")
        moved = np.not_equal(learned, q)[:-1]
        assert_equal(moved.sum(axis=1), np.ones(n, dtype=int), what="how many values moved at each state's one visit")
        # What each target took from the next row: that of some action there, if not always of the best.
        taken = ((np.asarray(learned)[:-1][moved] - 0.55 * q[:-1][moved]) / 0.45 - rewards) / 0.95
        of_some = np.isclose(taken[:, None], q[1:], atol=1e-6).any(axis=1).all()
        of_the_best = np.isclose(taken, q[1:].max(axis=1), atol=1e-6).all()
        assert of_the_best or not of_some, "the targets hold the values of next actions that aren't the best"
        assert_close(learned[:-1][moved], 0.55 * q[:-1][moved] + 0.45 * targets, what="the values that moved")


def drift(n_states):
    """A chain with two actions: onwards succeeds in 7 of 10 tries, back always does; the far end terminates.

    `model[state][action]` lists the outcomes (probability, next state, reward, terminated).
    """
    return [
        [
            [(0.7, state + 1, 1.0, state + 2 == n_states), (0.3, state, -0.5, False)],
            [(1.0, max(state - 1, 0), -0.8, False)],
        ]
        for state in range(n_states - 1)
    ] + [[[(1.0, n_states - 1, 0.0, True)]] * 2]


@pytest.mark.points(5)
def test_the_same_generators_give_the_same_result(submission, rng):
    """All chance comes from rng: the same seed gives the same result, another seed another one."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    results = []
    for seed in [seeds[0], seeds[0], seeds[1]]:
        env = submission.given("tabular", drift(5), seed=7)
        results.append(submission.q_learning(env, 12, 0.2, 0.9, 0.4, submission.generator(seed)))
    assert_equal(results[1], results[0], what="the result of the second run with one seed")
    assert not np.array_equal(results[2][0], results[0][0]), "another seed of rng must lead to another table"


@pytest.mark.points(5)
def test_start_tables(submission, rng):
    """The table starts from zeros or from any real table, and is float64; without episodes it stays."""
    q = table(rng, 4, 3)
    learned, returns = learn(submission, rng, [], q)
    assert_close(learned, q, what="the table", exact_dtype=True)
    assert_close(returns, np.zeros(0), what="the returns")
    # One action, so that every table is known.
    script = [episode(rng, 4, n_steps, True) for n_steps in (5, 3)]
    zeros = np.zeros((4, 1))
    learned, _ = learn(submission, rng, script, zeros, initial=None, epsilon=0.5)
    assert_close(learned, q_learning_on_paper(zeros, script, 0.3, 0.8), what="the table", exact_dtype=True)
    for dtype in [np.int64, np.float32]:
        start = np.array([[3], [-2], [1], [0]], dtype=dtype)
        learned, _ = learn(submission, rng, script, start)
        assert_close(
            learned, q_learning_on_paper(start.astype(float), script, 0.3, 0.8), what="the table", exact_dtype=True
        )


def frozen_lake(rows, slippery):
    """The model of a lake; actions left, down, right, up."""
    height, width = len(rows), len(rows[0])
    moves = [(0, -1), (1, 0), (0, 1), (-1, 0)]
    model = []
    for state in range(height * width):
        row, column = divmod(state, width)
        reached = []
        for down, right in moves:
            to_row = min(max(row + down, 0), height - 1)
            to_column = min(max(column + right, 0), width - 1)
            tile = rows[to_row][to_column]
            reached.append((to_row * width + to_column, float(tile == "G"), tile in "GH"))
        # On ice, the two directions at right angles are as likely as the one that was meant.
        ways = [[(a + turn) % 4 for turn in ((-1, 0, 1) if slippery else (0,))] for a in range(4)]
        model.append([[(1 / len(way), *reached[direction]) for direction in way] for way in ways])
    return model


def cliff_walk():
    """The model of the cliff walk; actions up, right, down, left."""
    model = []
    for state in range(48):
        row, column = divmod(state, 12)
        outcomes = []
        for down, right in [(-1, 0), (0, 1), (1, 0), (0, -1)]:
            to = (min(max(row + down, 0), 3), min(max(column + right, 0), 11))
            if to[0] == 3 and 0 < to[1] < 11:
                outcomes.append([(1.0, 36, -100.0, False)])
            else:
                outcomes.append([(1.0, to[0] * 12 + to[1], -1.0, to == (3, 11))])
        model.append(outcomes)
    return model


def as_arrays(model):
    """The chances of going on from s by a to s', shape (S, A, S), and the expected rewards, shape (S, A)."""
    goes_on = np.zeros((len(model), len(model[0]), len(model)))
    rewards = np.zeros(goes_on.shape[:2])
    for state, actions in enumerate(model):
        for action, outcomes in enumerate(actions):
            for probability, next_state, reward, terminated in outcomes:
                rewards[state, action] += probability * reward
                goes_on[state, action, next_state] += 0.0 if terminated else probability
    return goes_on, rewards


def value_of(model, policy, gamma, start):
    """The exact expected return of a policy within 100 steps; without one, of the best choices."""
    goes_on, rewards = as_arrays(model)
    values = np.zeros(len(model))
    for _ in range(100):
        action_values = rewards + gamma * goes_on @ values
        values = action_values.max(axis=1) if policy is None else (policy * action_values).sum(axis=1)
    return values[start]


@pytest.mark.points(4)
def test_finds_the_goal_of_a_lake(submission, rng):
    """On a lake that isn't slippery, the greedy policy reaches the goal by a shortest path."""
    rows = ["SFF", "FHF", "FFG"]
    env = submission.given("frozen_lake", rows, slippery=False, limit=50)
    generator = submission.generator(new_seed(rng))
    learned, _ = submission.q_learning(env, 120, 0.5, 0.9, 0.1, generator)
    assert_equal(learned.shape, (9, 4), what="the table's shape")
    # A shortest path has 4 steps, and the last one brings the reward.
    assert_close(value_of(frozen_lake(rows, False), greedy(learned), 0.9, 0), 0.9**3, what="the greedy policy's value")


@pytest.mark.points(4)
def test_learns_on_slippery_ice(submission, rng):
    """On slippery ice, a small enough alpha averages over chance: the greedy policy is nearly the best one."""
    rows = ["SFF", "FHG"]
    model = frozen_lake(rows, True)
    env = submission.given("frozen_lake", rows, slippery=True, limit=50, seed=int(rng.integers(2**31)))
    generator = submission.generator(new_seed(rng))
    learned = None
    for n_episodes, alpha in [(100, 0.3), (100, 0.1), (100, 0.03)]:
        learned, _ = submission.q_learning(env, n_episodes, alpha, 0.95, 1.0, generator, learned)
    assert_equal(learned.shape, (6, 4), what="the table's shape")
    value, best = value_of(model, greedy(learned), 0.95, 0), value_of(model, None, 0.95, 0)
    assert value > 0.4 * best, f"the greedy policy is worth {value:.3f} at the start, the best one {best:.3f}"


@pytest.mark.points(4)
def test_walks_along_the_cliff(submission, rng):
    """On the cliff walk the greedy policy is the path along the edge, while the exploring agent keeps falling off."""
    env = submission.given("cliff_walking", limit=200)
    generator = submission.generator(new_seed(rng))
    learned, returns = submission.q_learning(env, 50, 1.0, 1.0, 0.2, generator)
    assert_equal(learned.shape, (48, 4), what="the table's shape")
    value = value_of(cliff_walk(), greedy(learned), 1.0, 36)
    assert abs(value + 13.0) < 1e-9, f"the greedy policy returns {value:.1f} and isn't the path along the edge"
    online = float(np.mean(returns[-30:]))
    assert -220.0 < online < -30.0, f"the last 30 episodes returned {online:.1f} on average, around -100 was expected"

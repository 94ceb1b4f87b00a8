"""Grades `sarsa` by the tables that it returns: scripts are replayed on paper, and moved values tell the actions."""

import numpy as np
import pytest
from _tabular import episode

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def replay(q, script, alpha, gamma):
    """The table after a script with epsilon = 0, from a table without ties: no choice is left to chance."""
    q = {(s, a): value for s, row in enumerate(q.tolist()) for a, value in enumerate(row)}
    actions = range(1 + max(a for _, a in q))

    def best(state):
        return max((q[state, a], a) for a in actions)[1]

    for state, steps in script:
        action = best(state)
        for next_state, reward, terminated, _ in steps:
            next_action = best(next_state)
            future = 0.0 if terminated else q[next_state, next_action]
            q[state, action] += alpha * (reward + gamma * future - q[state, action])
            state, action = next_state, next_action
    return np.array(list(q.values())).reshape(-1, len(actions))


def learn(submission, rng, script, q, **how):
    """Runs `sarsa` on a script, from the table q, without a discount and without exploring unless told."""
    env = submission.given("scripted", script, *q.shape)
    how = {"alpha": 0.3, "gamma": 1.0, "epsilon": 0.0, "initial": q} | how
    return submission.sarsa(env, len(script), rng=submission.generator(new_seed(rng)), **how)


def which_moved(learned, q):
    """True where a value moved, in rows of which each has moved once; the last row, that of the end, is left out."""
    assert_equal(np.shape(learned), q.shape, what="the table's shape")
    moved = np.not_equal(learned, q)[:-1]
    assert_equal(moved.sum(axis=1), np.ones(len(moved), dtype=int), what="how many values moved at each one visit")
    return moved


@pytest.mark.points(14)
def test_every_step_moves_one_value_towards_the_target(submission, rng):
    """After each step, Q(s, a) moves by alpha towards r + gamma * Q(s', a'), and nothing else moves."""
    for alpha, gamma in [(0.35, 0.7), (1.0, 0.9), (0.2, 1.0), (0.6, 0.0)]:
        q = rng.normal(size=(6, 3))
        q[-1] = 0.0
        script = [episode(rng, 6, n_steps, True) for n_steps in (7, 1, 12)]
        learned, _ = learn(submission, rng, script, q, alpha=alpha, gamma=gamma)
        assert_close(learned, replay(q, script, alpha, gamma), what="the table")


@pytest.mark.points(14)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated step the target is the reward alone, whatever the table holds for s'."""
    q = rng.normal(size=(5, 1)) + 6.0  # one action: which one a target holds is judged elsewhere
    script = [
        (0, [(1, 1.0, False, False), (3, -2.0, True, False)]),
        (3, [(2, 0.5, False, False), (1, 0.8, False, False), (0, 1.5, True, False)]),
        (1, [(4, 2.5, True, True)]),  # both at once: it terminated
        (4, [(0, 0.7, False, False), (2, 3.0, True, False)]),
    ]
    learned, _ = learn(submission, rng, script, q, alpha=0.4)
    assert_close(learned, replay(q, script, 0.4, 1.0), what="the table")


@pytest.mark.points(12)
def test_a_truncated_step_bootstraps(submission, rng):
    """A step that was truncated but not terminated bootstraps from Q(s', a') like every other."""
    q = rng.normal(size=(6, 1)) + 5.0  # one action, as above
    script = [episode(rng, 6, n_steps, False) for n_steps in (4, 1, 6)]
    learned, _ = learn(submission, rng, script, q, alpha=0.25)
    assert_close(learned, replay(q, script, 0.25, 1.0), what="the table")


@pytest.mark.points(10)
def test_the_next_action_is_drawn_before_the_update(submission, rng):
    """The next action is drawn from the table before the update of the step, also where s' is s itself."""
    q = np.vstack([0.5 * rng.normal(size=4), np.zeros(4)])
    rewards = [-1.0, -1.5, -0.7, -2.0, -1.2, -0.4, -1.7, -0.9]
    # Every step but the last leads back to the same state, and lowers the value that was the best.
    script = [(0, [(int(t == 7), rewards[t], t == 7, False) for t in range(8)])]
    learned, _ = learn(submission, rng, script, q, alpha=0.6)
    assert_close(learned, replay(q, script, 0.6, 1.0), what="the table")


@pytest.mark.points(18)
def test_the_target_holds_the_action_taken_next(submission, rng):
    """The action in the target is the very action that is taken in the next step, however it was chosen."""
    n = 60
    q = rng.normal(size=(n + 1, 4))
    rewards = 8.0 + rng.random(n)
    script = [(0, [(t + 1, reward, t + 1 == n, False) for t, reward in enumerate(rewards.tolist())])]
    for epsilon in (1.0, 0.5):
        learned, _ = learn(submission, rng, script, q, alpha=0.45, epsilon=epsilon)
        taken = q[:-1][which_moved(learned, q)]
        targets = rewards + np.append(taken[1:], 0.0)
        expected = 0.55 * taken + 0.45 * targets
        assert_close(learned[:-1][which_moved(learned, q)], expected, what="the values that moved")


@pytest.mark.points(12)
def test_both_actions_follow_the_epsilon_greedy_policy(submission, rng):
    """Each action that is taken, and each that only stands in a target, is epsilon-greedy and drawn by itself."""
    n, epsilon = 450, 0.5
    pattern, ahead = np.array([2.0, 5.0, 5.0]), np.array([10.0, 30.0, 20.0])
    pattern, ahead = rng.permutation(pattern), rng.permutation(ahead)
    q = np.vstack([np.tile(pattern, (2 * n, 1)), ahead])
    # Each state is visited once, in an episode of two steps, the second of which is truncated: its target tells the
    # action drawn for the end.
    script = [(state, [(n + state, 1.0, False, False), (2 * n, 1.0, False, True)]) for state in range(n)]
    learned, _ = learn(submission, rng, script, q, alpha=0.5, gamma=1.0, epsilon=epsilon)
    moved = which_moved(learned, q)
    taken = moved.argmax(axis=1)
    drawn = (2.0 * learned[:-1][moved] - pattern[taken] - 1.0)[n:]
    last = np.abs(drawn[:, None] - ahead).argmin(axis=1)
    assert_close(drawn, ahead[last], rtol=1e-6, what="Q(s', a') in the targets, compared with the nearest entry")
    laws = []
    for values in (pattern, ahead):
        best = values == values.max()
        laws.append(epsilon / 3 + (1 - epsilon) * best / best.sum())
    for what, actions in (("first", taken[:n]), ("second", taken[n:])):
        assert_distribution(np.bincount(actions, minlength=3), laws[0], what=f"the {what} actions of the episodes")
    counts = np.bincount(3 * taken[n:] + last, minlength=9)
    assert_distribution(counts, np.outer(*laws).ravel(), what="the pairs of an action and the next")


@pytest.mark.points(6)
def test_returns_are_plain_sums_of_each_episode(submission, rng):
    """There are n_episodes returns, each the undiscounted sum of all rewards of its episode."""
    script = [episode(rng, 6, n_steps, n_steps != 9) for n_steps in (5, 1, 9, 2)]
    _, returns = learn(submission, rng, script, rng.normal(size=(6, 3)), gamma=0.5)
    expected = np.array([sum(reward for _, reward, _, _ in steps) for _, steps in script])
    assert_close(returns, expected, what="the returns", exact_dtype=True)


@pytest.mark.points(4)
def test_the_same_generators_give_the_same_result(submission, rng):
    """All chance comes from rng: the same seed gives the same result, another seed another one."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    script = [episode(rng, 6, 8, True) for _ in range(4)]
    results = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        env = submission.given("scripted", script, 6, 5)
        results.append(submission.sarsa(env, 4, 0.2, 0.9, 0.8, submission.generator(seed)))
    assert_equal(results[1], results[0], what="the result of the second run with one seed")
    assert not np.array_equal(results[2][0], results[0][0]), "Two seeds of rng gave the same table."


@pytest.mark.points(4)
def test_start_tables(submission, rng):
    """The table starts from zeros or from any real table, and is float64; without episodes it stays."""
    q = rng.normal(size=(4, 3))
    learned, returns = learn(submission, rng, [], q)
    assert_close((learned, returns), (q, np.zeros(0)), exact_dtype=True, what="the result of no episodes")
    # One action, so that every table is known.
    script = [episode(rng, 4, n_steps, True) for n_steps in (5, 3)]
    zeros = np.zeros((4, 1))
    learned, _ = learn(submission, rng, script, zeros, initial=None, epsilon=0.5)
    assert_close(learned, replay(zeros, script, 0.3, 1.0), what="the table", exact_dtype=True)
    for dtype in (np.int64, np.float32):
        start = np.array([[3], [-2], [1], [0]], dtype=dtype)
        learned, _ = learn(submission, rng, script, start)
        assert_close(learned, replay(start.astype(float), script, 0.3, 1.0), what="the table", exact_dtype=True)


@pytest.mark.points(6)
def test_keeps_away_from_the_edge(submission, rng):
    """Where exploring on the best path is dangerous, the agent learns to take the detour, and earns more."""
    # From state 0, action 0 leads onto an edge of 8 steps without cost, where action 1 falls off and loses 10; action 1
    # is a detour for 2. While it explores, Q-learning earns about -6.5 an episode, SARSA about -3.
    n = 8
    model = [[[(1.0, 1, 0.0, False)], [(1.0, n + 1, -2.0, True)]]]
    model += [[[(1.0, s + 1, 0.0, s == n)], [(1.0, n + 1, -10.0, True)]] for s in range(1, n + 1)]
    model += [[[(1.0, n + 1, 0.0, True)]] * 2]
    env = submission.given("tabular", model)
    _, returns = submission.sarsa(env, 200, 0.2, 1.0, 0.3, submission.generator(new_seed(rng)))
    assert_equal(np.shape(returns), (200,), what="the shape of the returns")
    online = np.mean(returns[-150:])
    assert -4.8 < online < -1.0, f"The last 150 episodes returned {online:.2f} on average; about -3 was expected."

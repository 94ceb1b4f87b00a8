"""Grades `monte_carlo`: every return is summed by its definition, and scripts leave no choice to chance."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def returns_of(rewards, gamma):
    """Each return of one episode, by its definition."""
    n = len(rewards)
    return [sum(gamma ** (k - t) * rewards[k] for k in range(t, n)) for t in range(n)]


def estimates(episodes, n_states, gamma, first_visit):
    """The mean return and the number of returns of each state."""
    found = [[] for _ in range(n_states)]
    for episode in episodes:
        if not (episode and episode[-1][3]):
            continue
        returns = returns_of([reward for _, reward, _, _ in episode], gamma)
        path = [state for state, *_ in episode]
        for t, g in enumerate(returns):
            if not first_visit or path[t] not in path[:t]:
                found[path[t]].append(g)
    return np.array([np.mean(g) if g else 0.0 for g in found]), np.array([len(g) for g in found])


def walk(rng, n_states, n_steps, ends):
    """An episode among the states 0 to n_states - 3 with returns to earlier states; state n_states - 2 never occurs."""
    path = rng.integers(n_states - 2, size=n_steps + 1).tolist()
    path[2] = path[0]
    rewards = (rng.normal(size=n_steps) + 1.0).tolist()
    episode = [(path[t], rewards[t], path[t + 1], False) for t in range(n_steps)]
    if ends:
        episode[-1] = (path[-2], rewards[-1], n_states - 1, True)
    return episode


@pytest.mark.points(16)
def test_first_visits(submission, rng):
    """The estimate is the mean of the returns that follow the first visit of the state in each episode."""
    for gamma in (0.7, 0.0):
        episodes = [walk(rng, 6, n_steps, True) for n_steps in (7, 3, 9)]
        expected = estimates(episodes, 6, gamma, True)
        assert_close(submission.mc_prediction(episodes, 6, gamma), expected, what="the estimates and counts")
        actual = submission.mc_prediction(episodes[:1], 6, gamma, first_visit=True)
        assert_close(actual, estimates(episodes[:1], 6, gamma, True), what="the estimates and counts of one episode")


@pytest.mark.points(14)
def test_every_visit(submission, rng):
    """With first_visit=False, the returns of all visits of all episodes are averaged, each weighing alike."""
    episodes = [walk(rng, 6, n_steps, True) for n_steps in (5, 3, 4)]
    actual = submission.mc_prediction(episodes, 6, 0.8, first_visit=False)
    assert_close(actual, estimates(episodes, 6, 0.8, False), what="the estimates and counts")


@pytest.mark.points(10)
def test_episodes_that_were_cut_off_teach_nothing(submission, rng):
    """An episode whose last transition didn't terminate is left out, and so is an empty one."""
    # No state comes back: which visits count is judged elsewhere.
    complete = [[(0, 1.5, 1, False), (1, -2.0, 2, False), (2, 4.0, 5, True)], [(2, 3.0, 0, False), (0, 0.5, 5, True)]]
    cut_off = [[(1, 7.0, 0, False), (0, 9.0, 3, False)], [(3, 8.0, 2, False)]]
    episodes = [cut_off[0], complete[0], [], cut_off[1], complete[1]]
    for first_visit in (True, False):
        actual = submission.mc_prediction(episodes, 6, 1.0, first_visit)
        assert_close(actual, estimates(episodes, 6, 1.0, first_visit), what="the estimates and counts")


@pytest.mark.points(4)
def test_the_dtypes_are_fixed(submission):
    """Rewards that are integers give float64 estimates and int64 counts."""
    values, counts = submission.mc_prediction([[(0, 1, 1, False), (1, 3, 2, True)]], 4, 1.0)
    assert_close(values, np.array([4.0, 3.0, 0.0, 0.0]), exact_dtype=True, what="the estimates")
    assert_equal(counts, np.array([1, 1, 0, 0]), exact_dtype=True, what="the counts")


def learned(q, script, gamma):
    """The table after a script with epsilon = 0, from a table without ties, and how often each pair counted."""
    q = q.astype(float)
    found = {}
    for state, steps in script:
        pairs = []
        for next_state, *_ in steps:
            pairs.append((state, int(q[state].argmax())))
            state = next_state
        if steps[-1][2]:
            returns = returns_of([reward for _, reward, _, _ in steps], gamma)
            for t in reversed(range(len(pairs))):
                if pairs[t] not in pairs[:t]:
                    found.setdefault(pairs[t], []).append(returns[t])
        for pair, results in found.items():
            q[pair] = np.mean(results)
    return q


def scripted(rng, n_states, n_steps, terminated, mean=0.0):
    # No state comes back before the end: which visits count is judged elsewhere.
    path = rng.permutation(n_states - 1)[:n_steps].tolist()
    path.append(path[0])
    rewards = (mean + rng.normal(size=n_steps)).tolist()
    steps = [(path[t + 1], rewards[t], False, False) for t in range(n_steps)]
    steps[-1] = (n_states - 1 if terminated else path[-1], rewards[-1], terminated, not terminated)
    return path[0], steps


def control(submission, rng, script, q, gamma, epsilon=0.0, initial=True):
    env = submission.given("scripted", script, *q.shape)
    generator = submission.generator(new_seed(rng))
    return submission.mc_control(env, len(script), gamma, epsilon, generator, q if initial else None)


@pytest.mark.points(16)
def test_control_averages_the_returns_of_pairs(submission, rng):
    """Q(s, a) is the mean of the pair's returns so far, and the start only as long as there are none."""
    # Good rewards make the same pairs come again, bad ones make the actions change.
    for gamma, mean in [(0.8, -1.0), (1.0, 2.0)]:
        q = rng.normal(size=(9, 3))
        script = [scripted(rng, 9, n_steps, True, mean) for n_steps in (6, 3, 1, 8, 5, 7)]
        actual, _ = control(submission, rng, script, q, gamma)
        assert_close(actual, learned(q, script, gamma), what="the table")
    # A late return weighs as much as an early one.
    q, script = rng.normal(size=(3, 1)), [scripted(rng, 3, 2, True) for _ in range(40)]
    actual, _ = control(submission, rng, script, q, 0.7)
    assert_close(actual, learned(q, script, 0.7), what="the table after 40 episodes")


@pytest.mark.points(8)
def test_control_ignores_truncated_episodes(submission, rng):
    """Nothing is learned from an episode that was truncated and didn't terminate."""
    q = rng.normal(size=(9, 1))
    script = [scripted(rng, 9, n_steps, ends) for n_steps, ends in [(6, False), (5, True), (4, False), (7, True)]]
    script.append((1, [(2, 1.5, False, False), (0, 2.5, True, True)]))  # both at once: it terminated
    actual, _ = control(submission, rng, script, q, 1.0)
    assert_close(actual, learned(q, script, 1.0), what="the table")


@pytest.mark.points(10)
def test_control_counts_first_visits_of_pairs(submission, rng):
    """Each action that is tried in a state counts with the return of its own first visit of the episode."""
    # One state and 60 random actions: every return is another number, and none of the 3 actions is missed.
    rewards = rng.uniform(0.5, 1.5, size=60).tolist()
    script = [(0, [(0, reward, t == 59, False) for t, reward in enumerate(rewards)])]
    returns = np.array(returns_of(rewards, 1.0))
    q, _ = control(submission, rng, script, np.full((1, 3), -50.0), 1.0, epsilon=1.0)
    assert_equal(np.shape(q), (1, 3), what="the shape of the table")
    q = np.sort(q[0])[::-1]
    assert_close(q[0], returns[0], what="the value of the action that was tried first")
    nearest = np.array([returns[1:][np.abs(returns[1:] - value).argmin()] for value in q[1:]])
    assert_close(q[1:], nearest, what="the values of the other actions, compared with the nearest return of a step")


@pytest.mark.points(6)
def test_control_reports_plain_sums(submission, rng):
    """The second result holds the undiscounted sum of the rewards of each episode, truncated ones included."""
    script = [scripted(rng, 7, n_steps, ends) for n_steps, ends in [(6, True), (3, False), (1, True)]]
    _, sums = control(submission, rng, script, rng.normal(size=(7, 3)), 0.5)
    expected = np.array([sum(reward for _, reward, _, _ in steps) for _, steps in script])
    assert_close(sums, expected, exact_dtype=True, what="the sums of rewards")


@pytest.mark.points(8)
def test_actions_are_drawn_from_the_epsilon_greedy_policy(submission, rng):
    """A greedy action has (1 - epsilon) / ties + epsilon / A, any other epsilon / A."""
    patterns = np.array([[1.0, 3.0, 2.0], [5.0, 5.0, 1.0]])[:, rng.permutation(3)]
    n, epsilon = 900, 0.5
    kind = rng.permutation(np.arange(n) % 2)
    q = np.vstack([patterns[kind], np.zeros(3)])
    # Every state is visited once, in an episode of one step: the value that moved tells the action.
    script = [(s, [(n, 9.0 + s, True, False)]) for s in range(n)]
    after, _ = control(submission, rng, script, q, 0.9, epsilon)
    assert_equal(np.shape(after), q.shape, what="the shape of the table")
    moved = np.not_equal(after, q)[:-1]
    assert_equal(moved.sum(axis=1), np.ones(n, dtype=int), what="how many values moved at each state's one visit")
    for number, pattern in enumerate(patterns):
        best = (pattern == pattern.max()).astype(float)
        law = epsilon / 3 + (1 - epsilon) * best / best.sum()
        assert_distribution(moved[kind == number].sum(axis=0), law, what=f"the actions for {pattern.tolist()}")


@pytest.mark.points(8)
def test_start_tables_and_seeds(submission, rng):
    """The table starts from zeros or a table of any dtype and is float64; one seed of rng gives one result."""
    script = [scripted(rng, 4, 3, True)]
    for start in (np.array([[3], [-2], [1], [7]]), np.array([[3], [-2], [1], [7]], dtype=np.float32)):
        actual, _ = control(submission, rng, script, start, 1.0)
        assert_close(actual, learned(start, script, 1.0), exact_dtype=True, what="the table")
    actual, _ = control(submission, rng, script, np.zeros((4, 1)), 1.0, 0.5, initial=False)
    assert_close(actual, learned(np.zeros((4, 1)), script, 1.0), exact_dtype=True, what="the table")
    script = [scripted(rng, 6, 5, True) for _ in range(4)]
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        env = submission.given("scripted", script, 6, 5)
        runs.append(submission.mc_control(env, 4, 0.9, 0.8, submission.generator(seed)))
    assert_equal(runs[1], runs[0], what="the result of the second run with one seed")
    assert not np.array_equal(runs[2][0], runs[0][0]), "another seed of rng must lead to another table"

"""Grades `dyna_q`: with a fixed reward, how far a value has come tells how many updates it has had."""

import math

import numpy as np
import pytest
from _tabular import episode, q_learning_on_paper

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def learn(submission, rng, script, q, n_planning, **how):
    """Runs `dyna_q` on a script, from the table q and without exploring unless told."""
    env = submission.given("scripted", script, *q.shape)
    how = {"alpha": 0.3, "gamma": 0.8, "epsilon": 0.0, "initial": q} | how
    generator = submission.generator(new_seed(rng))
    return submission.dyna_q(env, len(script), n_planning=n_planning, rng=generator, **how)


def n_updates(before, after, reward, alpha):
    """How many updates towards a fixed reward lead from one value to the other; nan if none do."""
    with np.errstate(all="ignore"):
        return np.log((after - reward) / (before - reward)) / math.log(1 - alpha)


@pytest.mark.points(8)
def test_without_planning_it_is_q_learning(submission, rng):
    """With n_planning = 0 every real step makes one update of Q-learning, past truncation too."""
    for alpha, gamma in [(0.35, 0.7), (1.0, 0.9), (0.2, 1.0)]:
        q = rng.normal(size=(6, 3))
        script = [episode(rng, 6, n_steps, ends) for n_steps, ends in [(7, True), (5, False), (1, True), (9, True)]]
        learned, _ = learn(submission, rng, script, q, 0, alpha=alpha, gamma=gamma)
        assert_close(learned, q_learning_on_paper(q, script, alpha, gamma), what="the table")


@pytest.mark.points(8)
def test_nothing_follows_a_terminated_step(submission, rng):
    """After a terminated real step the target is the reward alone, whatever the table holds for s'."""
    q = rng.normal(size=(4, 3)) + 6.0
    script = [
        (0, [(1, 1.0, False, False), (3, -2.0, True, False)]),
        (3, [(2, 0.5, False, False), (1, 1.5, True, False)]),
        (1, [(2, 2.5, True, True)]),  # both at once: it terminated
    ]
    learned, _ = learn(submission, rng, script, q, 0, alpha=0.4, gamma=0.9)
    assert_close(learned, q_learning_on_paper(q, script, 0.4, 0.9), what="the table")


@pytest.mark.points(10)
def test_planning_makes_n_updates_after_every_step(submission, rng):
    """Each real step, the last of an episode included, is followed by n_planning updates."""
    # One pair alone, so that every planned update is an update of it.
    for n_planning, n_episodes in [(1, 3), (7, 1), (4, 2)]:
        script = [(0, [(1, 5.0, True, False)])] * n_episodes
        learned, _ = learn(submission, rng, script, np.array([[-3.0], [0.0]]), n_planning, alpha=0.1)
        expected = 5.0 - 8.0 * 0.9 ** (n_episodes * (1 + n_planning))
        assert_close(learned, np.array([[expected], [0.0]]), what=f"the table after {n_episodes} episodes")
    # One state that leads to itself: three steps within one episode.
    rewards, value = rng.normal(size=3).tolist(), 4.0
    script = [(0, [(0, reward, t == 2, False) for t, reward in enumerate(rewards)])]
    for t, reward in enumerate(rewards):
        for _ in range(1 + 3):
            value += 0.3 * (reward + (0.8 * value if t < 2 else 0.0) - value)
    learned, _ = learn(submission, rng, script, np.array([[4.0]]), 3)
    assert_close(learned, np.array([[value]]), what="the table after an episode of three steps")


@pytest.mark.points(6)
def test_planned_updates_build_on_each_other(submission, rng):
    """Planning draws among all states seen so far, and each update sees the table as the one before it left it."""
    n = 5
    script = [(0, [(s + 1, 16.0 * (s + 2 == n), s + 2 == n, False) for s in range(n - 1)])]
    learned, _ = learn(submission, rng, script, np.zeros((n, 1)), 150, alpha=1.0, gamma=0.5)
    assert_close(learned, np.array([[2.0], [4.0], [8.0], [16.0], [0.0]]), what="the table after one walk to the goal")


@pytest.mark.points(8)
def test_planning_respects_termination(submission, rng):
    """A planned update of a pair that terminated has the reward alone as its target."""
    q = np.array([[4.0], [9.0]])
    for after in (0, 1):
        learned, _ = learn(submission, rng, [(0, [(after, 1.5, True, False)])], q, 6, alpha=0.2)
        assert_close(learned, np.array([[1.5 + 2.5 * 0.8**7], [9.0]]), what=f"the table when s' is {after}")


@pytest.mark.points(8)
def test_planning_bootstraps_past_truncation(submission, rng):
    """A planned update of a pair whose step was only truncated bootstraps like every other."""
    q = np.array([[4.0, -7.0], [9.0, 2.0]])
    learned, _ = learn(submission, rng, [(0, [(1, 1.5, False, True)])], q, 6, alpha=0.2, gamma=0.5)
    assert_close(learned, np.array([[6.0 - 2.0 * 0.8**7, -7.0], [9.0, 2.0]]), what="the table")


@pytest.mark.points(8)
def test_the_model_keeps_the_last_outcome(submission, rng):
    """When a pair has another outcome than before, planning goes on with the new one."""
    q = np.array([[1.0], [6.0], [-2.0]])
    outcomes = [(1, 2.0, False, True), (2, 3.0, True, False), (2, -1.0, False, True), (1, 0.5, False, True)]
    value = 1.0
    for after, reward, terminated, _ in outcomes:
        target = reward + (0.0 if terminated else 0.5 * q[after, 0])
        value = target + (value - target) * 0.7**4
    learned, _ = learn(submission, rng, [(0, [outcome]) for outcome in outcomes], q, 3, gamma=0.5)
    assert_close(learned, np.array([[value], [6.0], [-2.0]]), what="the table")


@pytest.mark.points(5)
def test_the_next_action_is_chosen_after_planning(submission, rng):
    """An action is chosen from the table as it is after the planning of the step before it."""
    # One update leaves action 0 the best, those of planning don't.
    script, q = [(0, [(0, 2.0, False, False), (1, 1.0, True, False)])], np.array([[4.0, 3.0], [0.0, 0.0]])
    learned, _ = learn(submission, rng, script, q, 5, alpha=0.25, gamma=0.0)
    moved = np.array([[True, True], [False, False]])
    assert_equal(np.not_equal(learned, q), moved, what="where the table moved")


@pytest.mark.points(6)
def test_planning_follows_the_real_update(submission, rng):
    """The planned updates of a step start from the table after its real update, and their draws are independent."""
    n = 60
    script = [(0, [(1, 0.0, False, False), (2, 16.0, True, False)])] * n
    env = submission.given("scripted", script, 3, 1)
    generator = submission.generator(new_seed(rng))
    tables = [submission.dyna_q(env, 1, 0.5, 1.0, 0.0, 2, generator)[0] for _ in range(n)]
    # The values of states 0 and 1 when the last two updates are of the states 0 and 0, 0 and 1, 1 and 0, 1 and 1.
    values = [(6.0, 8.0), (4.0, 12.0), (6.0, 12.0), (0.0, 14.0)]
    counts = [sum(np.array_equal(table[:2, 0], pair) for table in tables) for pair in values]
    assert_distribution([*counts, n - sum(counts)], [0.25, 0.25, 0.25, 0.25, 0.0], what="two planned updates")
    same = counts[0] + counts[3]
    assert_distribution([same, n - same], [0.5, 0.5], what="whether two planned updates are of the same state")


@pytest.mark.points(10)
def test_planning_draws_a_state_then_an_action(submission, rng):
    """Planning draws uniformly among the states in which an action was tried, then among the actions tried there."""
    n_planning, alpha = 20, 0.01
    # In state 0 the actions are tried in turn, since the first two disappoint; in state 1 action 1 is always the best.
    # All episodes have one step, and end with the reward -50 but for the third action of state 0.
    q = np.array([[5.0, 4.9, 4.8], [-400.0, 9.0, -400.0], [0.0, 0.0, 0.0]])
    rewards = np.full((3, 3), -50.0)
    rewards[0, 2] = 50.0
    first, second = [(0, 0), (0, 1), (0, 2)], [(1, 1)]
    for tries, last, again, chance in [
        (first + second, (1, 1), (1, 1), 1 / 2),
        (second + first, (0, 2), (1, 1), 1 / 6),
        (second + first, (0, 2), (0, 2), 1 / 6),  # however often each action was tried
    ]:
        script = [(s, [(2, rewards[s, a], True, False)]) for s, a in tries + 26 * [again]]
        learned, _ = learn(submission, rng, script, q, n_planning, alpha=alpha)
        assert_equal(np.shape(learned), q.shape, what="the table's shape")
        counts = n_updates(q, learned, rewards, alpha)
        total = sum(counts[pair] for pair in tries)
        assert_close(total, 30.0 * (1 + n_planning), rtol=1e-6, what="the number of updates of the four pairs tried")
        # The pair that was tried last was known for 27 rounds of planning; the others are updates of real steps.
        planned = round(float(counts[last])) - (27 if again == last else 1)
        law = [chance, 1 - chance]
        n = 27 * n_planning
        assert_distribution(
            [max(planned, 0), max(n - planned, 0)], law, what=f"planned updates of the pair {last}, and others"
        )


@pytest.mark.points(6)
def test_pairs_that_were_never_tried_stay(submission, rng):
    """A pair that was never tried keeps its value, whatever is planned."""
    q = rng.normal(size=(5, 4)) - np.array([0.0, 9.0, 9.0, 9.0])
    script = [episode(rng, 5, n_steps, True) for n_steps in (6, 4)]
    script = [(state, [(after, 3.0 + r, *ends) for after, r, *ends in steps]) for state, steps in script]
    learned, _ = learn(submission, rng, script, q, 5)
    visited = {state for state, _ in script} | {after for _, steps in script for after, *_ in steps[:-1]}
    assert_equal(learned[:, 1:], q[:, 1:], what="the values of the actions that never were the best")
    moved = np.not_equal(learned[:, 0], q[:, 0])
    assert_equal(moved, np.isin(np.arange(5), list(visited)), what="where the value of action 0 moved")


@pytest.mark.points(6)
def test_real_steps_are_counted(submission, rng):
    """The second result is the number of real steps of each episode, as int64."""
    script = [episode(rng, 5, n_steps, ends) for n_steps, ends in [(6, True), (1, True), (4, False)]]
    _, steps = learn(submission, rng, script, rng.normal(size=(5, 2)), 3)
    assert_equal(steps, np.array([6, 1, 4]), exact_dtype=True, what="the numbers of steps")


@pytest.mark.points(5)
def test_news_of_the_goal_spreads_at_once(submission, rng):
    """With planning, one visit to the goal teaches the whole way there: the next episodes are short."""
    # A corridor of 6 cells: action 0 back, action 1 on; the reward is at its end. A first random walk takes about 30
    # steps, and later ones still about 12 without planning.
    n = 6
    model = [
        [[(1.0, max(s - 1, 0), 0.0, False)], [(1.0, s + 1, float(s + 2 == n), s + 2 == n)]] for s in range(n - 1)
    ] + [[[(1.0, n - 1, 0.0, True)]] * 2]
    env = submission.given("tabular", model, limit=2000)
    q, steps = submission.dyna_q(env, 6, 0.5, 0.9, 0.1, 15, submission.generator(new_seed(rng)))
    assert_equal((np.shape(q), np.shape(steps)), ((n, 2), (6,)), what="the shapes of the results")
    assert np.min(steps) >= n - 1, f"the goal is {n - 1} steps away"
    later = np.mean(steps[1:])
    assert later < 10.5, f"the later episodes took {later:.1f} steps on average, about 6 were expected"


@pytest.mark.points(6)
def test_start_tables_and_seeds(submission, rng):
    """The table starts from zeros or a table of any dtype and is float64; one seed of rng gives one result."""
    q = rng.normal(size=(3, 2))
    learned, steps = learn(submission, rng, [], q, 5)
    assert_close((learned, steps), (q, np.zeros(0, dtype=np.int64)), exact_dtype=True, what="the result of no episodes")
    script = [(0, [(1, 5.0, True, False)])]
    for start, value in [(None, 0.0), (np.array([[4], [0]]), 4.0), (np.array([[4], [0]], dtype=np.float32), 4.0)]:
        learned, _ = learn(submission, rng, script, np.zeros((2, 1)), 2, initial=start)
        expected = np.array([[5.0 + (value - 5.0) * 0.7**3], [0.0]])
        assert_close(learned, expected, exact_dtype=True, what=f"the table from {start}")
    script = [episode(rng, 6, 8, True) for _ in range(3)]
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        env = submission.given("scripted", script, 6, 5)
        runs.append(submission.dyna_q(env, 3, 0.2, 0.9, 0.5, 2, submission.generator(seed)))
    assert_equal(runs[1], runs[0], what="the result of the second run with one seed")
    assert not np.array_equal(runs[2][0], runs[0][0]), "another seed of rng must lead to another table"

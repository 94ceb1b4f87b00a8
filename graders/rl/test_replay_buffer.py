"""Grades `replay_buffer`: each transition has an action of its own, which tells what a batch holds."""

from itertools import combinations

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

FIELDS = ["observations", "actions", "rewards", "next_observations", "terminated"]


def episode(rng, n, shape=(3,), dtype=np.float32):
    """n transitions with pairwise different actions, the rest at random; next_observation is the next observation."""
    observations = (
        rng.integers(0, 200, size=(n + 1, *shape)) + rng.permutation(n + 1)[(..., *[None] * len(shape))] * 0.5
    ).astype(dtype)
    rewards = (rng.integers(-40, 40, size=n) / 8).tolist()  # exact in float32
    actions = (rng.permutation(n) + 5).tolist()
    ended = (rng.random(n) < 0.4).tolist()
    return [(observations[t], actions[t], rewards[t], observations[t + 1], ended[t]) for t in range(n)]


def check_rows(batch, transitions, what, **comparison):
    """Each row of a batch must be one of the transitions, which its action tells; which ones and how often is open."""
    assert_equal(set(batch), set(FIELDS), what="the keys of a batch")
    by_action = {transition[1]: transition for transition in transitions}
    actions = np.asarray(batch["actions"]).tolist()
    assert isinstance(actions, list), "the actions of a batch have no axis"
    for action in actions:
        assert action in by_action, f"{what} holds the action {action}, which belongs to no stored transition"
    observations, actions, rewards, following, terminated = zip(*(by_action[a] for a in actions), strict=True)
    expected = {
        "observations": np.stack(observations),
        "actions": np.array(actions, dtype=np.int64),
        "rewards": np.array(rewards, dtype=np.float32),
        "next_observations": np.stack(following),
        "terminated": np.array(terminated),
    }
    apart = [name for name in FIELDS if in_another_order(np.asarray(batch[name]), expected[name])]
    assert not apart, f"{what} holds {apart[0]} in another order than actions: row i of all five is one transition"
    assert_close({name: batch[name] for name in FIELDS}, expected, rtol=1e-6, what=what, **comparison)


def in_another_order(one, other):
    """Whether two arrays hold the same rows, but not each in its place."""
    if one.shape != other.shape or np.array_equal(one, other):
        return False
    return sorted(one.tolist()) == sorted(other.tolist())


def check_stored(submission, rng, buffer, transitions, what):
    """Many batches together must hold each of the transitions, and no other."""
    generator = submission.generator(new_seed(rng))
    drawn = submission.draw(buffer, len(transitions), 40, generator)["actions"]
    stored = sorted(t[1] for t in transitions)
    assert_equal(sorted(set(np.ravel(drawn).tolist())), stored, what=f"the different actions {what}")


@pytest.mark.points(16)
def test_transitions_come_back_as_they_were_added(submission, rng):
    """A batch holds the fields of stored transitions, copied when added, and row i of all is one transition."""
    for capacity, n in [(9, 5), (7, 7)]:
        buffer, other = submission.ReplayBuffer(capacity, (3,)), submission.ReplayBuffer(capacity, (3,))
        transitions = [
            (observation, 1000**number - 7, *rest) for number, (observation, _, *rest) in enumerate(episode(rng, n))
        ]
        submission.play(buffer, transitions)
        submission.play(other, episode(rng, n - 2))
        batch = buffer.sample(n, submission.generator(new_seed(rng)))
        check_rows(batch, transitions, "a batch as large as what is stored")
        assert_equal(batch["actions"].shape, (n,), what="the shape of the actions")
        check_stored(submission, rng, buffer, transitions, "in 40 batches")
        assert_equal(len(other), n - 2, what="the length of a second buffer")
    buffer = submission.ReplayBuffer(30, (3,))
    transitions = episode(rng, 11)
    submission.play(buffer, transitions)
    batch = buffer.sample(4, submission.generator(new_seed(rng)))
    check_rows(batch, transitions, "a batch of 4 out of 11")
    assert_equal(batch["actions"].shape, (4,), what="the shape of the actions")


@pytest.mark.points(16)
def test_the_oldest_transition_gives_way(submission, rng):
    """A full buffer holds the last `capacity` transitions, however many came before."""
    # Two at a time: a wrong one that gives way may be the oldest by chance.
    for capacity, turns in [(1, (1, 2, 5)), (6, (6, 8, 10, 12, 20))]:
        transitions = episode(rng, turns[-1])
        buffer = submission.ReplayBuffer(capacity, (3,))
        done = 0
        for n in turns:
            submission.play(buffer, transitions[done:n])
            done = max(n, done)
            stored = transitions[max(0, done - capacity) : done]
            what = f"that are stored after {done} transitions, with capacity {capacity}"
            check_stored(submission, rng, buffer, stored, what)


@pytest.mark.points(8)
def test_length_counts_what_is_stored(submission, rng):
    """The length is the number of transitions added, and never exceeds the capacity."""
    transitions = episode(rng, 9)
    buffer = submission.ReplayBuffer(4, (3,))
    assert_equal(len(buffer), 0, what="the length of an empty buffer")
    for first, last in [(0, 1), (1, 4), (4, 5), (5, 9)]:
        submission.play(buffer, transitions[first:last])
        assert_equal(len(buffer), min(last, 4), what=f"the length after {last} transitions, with capacity 4")
    submission.draw(buffer, 3, 2, submission.generator(new_seed(rng)))
    assert_equal(len(buffer), 4, what="the length after two batches were drawn")


@pytest.mark.points(12)
def test_shapes_and_dtypes_are_kept(submission, rng):
    """Observations keep their shape and dtype; actions are int64, rewards float32 and terminated bool."""
    for shape, dtype in [((2, 5), np.uint8), ((3,), np.float64), ((), np.int64), ((4, 2, 3), np.float32)]:
        transitions = episode(rng, 6, shape, dtype)
        if dtype == np.int64:
            transitions = [(t[0] + 2**40, *t[1:3], t[3] - 2**40, t[4]) for t in transitions]
        if dtype == np.float64:
            transitions = [(t[0] / 3, *t[1:3], t[3] / 7, t[4]) for t in transitions]
        buffer = submission.ReplayBuffer(6, shape, dtype)
        submission.play(buffer, transitions)
        batch = buffer.sample(6, submission.generator(new_seed(rng)))
        check_rows(batch, transitions, "a batch", exact_dtype=True)
    buffer = submission.ReplayBuffer(3, (3,))
    submission.play(buffer, episode(rng, 2, (3,), np.float64))
    batch = buffer.sample(1, submission.generator(3))
    assert_equal(str(batch["observations"].dtype), "float32", what="the dtype of observations if none is named")


@pytest.mark.points(6)
def test_a_batch_is_a_copy(submission, rng):
    """A batch that was drawn stays as it is when transitions are added later."""
    for capacity, n in [(4, 4), (4, 6), (1, 1)]:
        buffer = submission.ReplayBuffer(capacity, (3,))
        first = episode(rng, n)
        submission.play(buffer, first)
        generator = submission.generator(new_seed(rng))
        later = [(t[0], t[1] + 100, *t[2:]) for t in episode(rng, 5)]
        batches = submission.draw(buffer, capacity, 1, generator, later)
        batch = {name: values[0] for name, values in batches.items()}
        check_rows(batch, first[-capacity:], "a batch that was drawn before others were added")


@pytest.mark.points(6)
def test_randomness_comes_from_rng_alone(submission, rng):
    """With an rng in the same state the batch is the same; another seed gives another batch."""
    transitions = episode(rng, 30)
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    batches = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        buffer = submission.ReplayBuffer(30, (3,))
        submission.play(buffer, transitions)
        batches.append(submission.draw(buffer, 9, 4, submission.generator(seed)))
    assert_equal(batches[1], batches[0], what="the batches drawn with the same seed again")
    again = submission.draw(buffer, 9, 4, submission.generator(seeds[0]))
    assert_equal(again, batches[0], what="the batches that one buffer gives when the seed comes again")
    assert not np.array_equal(batches[0]["actions"], batches[2]["actions"]), "two seeds drew the same batches"


@pytest.mark.points(8)
def test_impossible_sizes_are_refused(submission, rng):
    """A capacity below 1, a batch below 1, or one larger than what is stored raises ValueError."""
    submission.ReplayBuffer(1, (3,))
    for capacity in (0, -2):
        with pytest.raises(ValueError):
            submission.ReplayBuffer(capacity, (3,))
    buffer = submission.ReplayBuffer(5, (3,))
    generator = submission.generator(new_seed(rng))
    with pytest.raises(ValueError):
        buffer.sample(1, generator)
    submission.play(buffer, episode(rng, 3))
    assert_equal(buffer.sample(3, generator)["actions"].shape, (3,), what="the shape of three actions")
    for size in (0, -1, 4):
        with pytest.raises(ValueError):
            buffer.sample(size, generator)


@pytest.mark.points(20)
def test_every_set_of_different_transitions_is_equally_likely(submission, rng):
    """Sampling is uniform and without replacement: every set of `batch_size` stored transitions is equally likely."""
    for capacity, n, size, n_draws in [(5, 5, 2, 300), (9, 3, 2, 120)]:
        transitions = episode(rng, n)
        buffer = submission.ReplayBuffer(capacity, (3,))
        submission.play(buffer, transitions)
        generator = submission.generator(new_seed(rng))
        drawn = np.sort(submission.draw(buffer, size, n_draws, generator)["actions"], axis=1)
        stored = sorted(t[1] for t in transitions[-capacity:])
        sets = {chosen: number for number, chosen in enumerate(combinations(stored, size))}
        counts = np.zeros(len(sets), dtype=int)
        for row in drawn.tolist():
            assert tuple(row) in sets, (
                f"a batch held the actions {row}, which aren't {size} different stored transitions"
            )
            counts[sets[tuple(row)]] += 1
        assert_distribution(counts, np.full(len(sets), 1 / len(sets)), what=f"the sets of {size} out of {len(stored)}")


@pytest.mark.points(8)
def test_calls_are_independent(submission, rng):
    """Each call draws anew from all that is stored: one batch says nothing about the next."""
    buffer = submission.ReplayBuffer(4, (3,))
    submission.play(buffer, [(t[0], number, *t[2:]) for number, t in enumerate(episode(rng, 4))])
    batches = submission.draw(buffer, 1, 400, submission.generator(new_seed(rng)))
    drawn = np.asarray(batches["actions"])[:, 0]
    same = int(np.equal(drawn[1:], drawn[:-1]).sum())
    assert_distribution([same, 399 - same], [1 / 4, 3 / 4], what="batches that equal the one before, and others")
    counts = np.bincount(4 * drawn[::2] + drawn[1::2], minlength=16)
    assert_distribution(counts, np.full(16, 1 / 16), what="the pairs of one batch and the next")

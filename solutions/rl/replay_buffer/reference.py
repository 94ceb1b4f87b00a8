"""A ring of transitions in five arrays.

Why it works: transition number n goes to row n % capacity. Until the ring is full that is the next empty row, and from
then on it is the row of the oldest. The filled rows are always the first len(self), so sampling transitions is sampling
row numbers; which of them is the oldest doesn't matter for that.
"""

import numpy as np


class ReplayBuffer:
    def __init__(self, capacity, observation_shape, observation_dtype=np.float32):
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self.capacity = capacity
        self.n_added = 0
        self.observations = np.empty((capacity, *observation_shape), dtype=observation_dtype)
        self.next_observations = np.empty((capacity, *observation_shape), dtype=observation_dtype)
        self.actions = np.empty(capacity, dtype=np.int64)
        self.rewards = np.empty(capacity, dtype=np.float32)
        self.terminated = np.empty(capacity, dtype=bool)

    def add(self, observation, action, reward, next_observation, terminated):
        row = self.n_added % self.capacity
        # Assigning to a row copies the values, whatever the environment does with its array later.
        self.observations[row] = observation
        self.next_observations[row] = next_observation
        self.actions[row] = action
        self.rewards[row] = reward
        self.terminated[row] = terminated
        self.n_added += 1

    def __len__(self):
        return min(self.n_added, self.capacity)

    def sample(self, batch_size, rng):
        if not 1 <= batch_size <= len(self):
            raise ValueError(f"can't draw {batch_size} of {len(self)} transitions")
        rows = rng.choice(len(self), size=batch_size, replace=False)
        # Indexing with an array of rows copies, so later additions leave the batch alone.
        return {
            "observations": self.observations[rows],
            "actions": self.actions[rows],
            "rewards": self.rewards[rows],
            "next_observations": self.next_observations[rows],
            "terminated": self.terminated[rows],
        }

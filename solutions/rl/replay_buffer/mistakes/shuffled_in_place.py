"""Sampling shuffles the buffer itself: afterwards the first transition is no
longer the oldest, and the wrong one gives way. Draw row numbers instead.

caught by: test_the_oldest_transition_gives_way
"""

import numpy as np


class ReplayBuffer:
    def __init__(self, capacity, observation_shape, observation_dtype=np.float32):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.dtype = observation_dtype
        self.memory = []

    def add(self, observation, action, reward, next_observation, terminated):
        if len(self.memory) == self.capacity:
            self.memory.pop(0)
        observation = np.array(observation, dtype=self.dtype)
        next_observation = np.array(next_observation, dtype=self.dtype)
        self.memory.append((observation, action, reward, next_observation, terminated))

    def __len__(self):
        return len(self.memory)

    def sample(self, batch_size, rng):
        if not 1 <= batch_size <= len(self):
            raise ValueError("batch_size must be from 1 to the number of stored transitions")
        rng.shuffle(self.memory)
        observations, actions, rewards, following, terminated = zip(*self.memory[:batch_size], strict=True)
        return {
            "observations": np.stack(observations),
            "actions": np.array(actions, dtype=np.int64),
            "rewards": np.array(rewards, dtype=np.float32),
            "next_observations": np.stack(following),
            "terminated": np.array(terminated, dtype=bool),
        }

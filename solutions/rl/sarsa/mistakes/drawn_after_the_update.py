"""The next action is drawn from the table after the update: when a step leads
back to the same state, that is another row than the one the target was
computed with.

caught by: test_the_next_action_is_drawn_before_the_update
"""

import numpy as np


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    returns = np.zeros(n_episodes)
    for episode in range(n_episodes):
        state, _ = env.reset()
        action = epsilon_greedy_action(q[state], epsilon, rng)
        last = None
        while True:
            next_state, reward, terminated, truncated, _ = env.step(action)
            returns[episode] += reward
            if terminated:
                q[state, action] += alpha * (reward - q[state, action])
                break
            # The row of the next state gets its update, if it is this one, before the draw.
            trial = q.copy()
            greedy = epsilon_greedy_action(q[next_state], epsilon, rng)
            target = reward + gamma * q[next_state, greedy]
            trial[state, action] += alpha * (target - q[state, action])
            next_action = epsilon_greedy_action(trial[next_state], epsilon, rng)
            if next_state != state:
                next_action = greedy
            q = trial
            state, action = next_state, next_action
            if truncated:
                break
    return q, returns

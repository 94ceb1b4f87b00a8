"""Plain lists and dicts, with a plan made first: the real pair, then the drawn ones."""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    table = [[0.0] * n_actions for _ in range(n_states)] if initial is None else initial.astype(float).tolist()
    outcomes, actions_of = {}, {}
    counts = []
    for _ in range(n_episodes):
        s, _ = env.reset()
        counts.append(0)
        terminated = truncated = False
        while not terminated and not truncated:
            a = epsilon_greedy_action(np.array(table[s]), epsilon, rng)
            s2, r, terminated, truncated, _ = env.step(a)
            counts[-1] += 1
            if (s, a) not in outcomes:
                actions_of.setdefault(s, []).append(a)
            outcomes[s, a] = r, s2, terminated
            plan = [(s, a)]
            for u, v in rng.random((n_planning, 2)).tolist():
                known = list(actions_of)
                planned = known[int(u * len(known))]
                plan.append((planned, actions_of[planned][int(v * len(actions_of[planned]))]))
            for state, action in plan:
                reward, following, ended = outcomes[state, action]
                best = 0.0 if ended else max(table[following])
                table[state][action] += alpha * (reward + gamma * best - table[state][action])
            s = s2
    return np.array(table, dtype=float).reshape(n_states, n_actions), np.array(counts, dtype=np.int64)

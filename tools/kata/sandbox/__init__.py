"""Where the answer runs: a process of its own, what may cross to it and back, and the walls around it."""

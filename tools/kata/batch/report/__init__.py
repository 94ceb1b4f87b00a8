"""The class report: one page about what a class can do and what it misunderstood."""

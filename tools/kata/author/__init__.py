"""For those who write katas: scaffold one, and prove one sound."""

"""The classroom: assignments, what students get of them, and the marks that come back."""

"""The katas on a local page: a screen like the terminal's, on the same rooms below. Nothing of it decides anything."""

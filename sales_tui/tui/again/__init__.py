"""Doing it again and taking it back: repeat, macros, undo. All of it goes through the question about a plan."""

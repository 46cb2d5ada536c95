"""What is known: bulletins, read from files, cleaned by labels, cut into passages.

A bulletin's text is never edited: everything in this room is a slice of it.
"""

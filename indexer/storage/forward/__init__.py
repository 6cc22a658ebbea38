"""The forward index: every article as the sequence of its words, which exact figures are made of.

A segment is a file that never changes; an update adds one. The file of state names the segments of
a generation, and which of their articles are gone.
"""

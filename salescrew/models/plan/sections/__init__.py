"""The records of a plan file, each field with its meaning, unit and default: a file a section.

A record refuses what cannot be meant within itself. What ties records together (names that must exist, a role
that needs a day pattern) is checked in `checks`.
"""

"""Evenness: weeks that look alike, and people who are alike treated alike, at no price to what was proven."""

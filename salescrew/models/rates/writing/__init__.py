"""Figures put into a plan's file, its comments kept."""

"""Profiles of the areas: which activities each stands for, and what the figures say of them."""

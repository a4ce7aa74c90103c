"""Answers to those who wrote: who gets one, what stands in it, and how it goes."""

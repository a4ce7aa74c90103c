"""Consultation (to come): rounds, contributions, points, dispositions and answers."""

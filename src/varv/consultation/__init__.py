"""Consultation: rounds, who is asked, and what comes in by web, e-mail, letter, phone, meeting."""

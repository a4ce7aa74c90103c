"""How each language writes dates and numbers in forms and tables."""

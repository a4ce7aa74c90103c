"""Who is asked: taken from those we know or a contact list, written to, and checked."""

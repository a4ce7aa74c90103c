"""Bodies: who decides (council, committee, steering group), who sits there, what was decided."""

"""The pages of meetings, by audience."""

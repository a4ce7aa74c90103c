"""The pages of people, by audience."""

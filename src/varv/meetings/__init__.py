"""Meetings: sign-up, the secret link sent in time, attendance and minutes."""

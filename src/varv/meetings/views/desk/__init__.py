"""The staff side of meetings: looking, planning, participants, and what comes afterwards."""

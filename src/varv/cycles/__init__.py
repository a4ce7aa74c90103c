"""The process: programme, areas, laps, the six steps, milestones, frame and interests."""

"""The parts of the chat's screens."""

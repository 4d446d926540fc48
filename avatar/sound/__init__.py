"""What is heard: mixing, the clock that sound keeps, the device and the player."""

"""Text on its way in and out: directions, sentences, what is harmless, what can be spoken."""

"""What Kokoro-82M reads: text as letters of its alphabet, and voices as styles."""

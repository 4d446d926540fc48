"""Songs: scores read, sung, mouthed, danced to, and recordings sung along with."""

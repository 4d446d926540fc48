"""Songs into files."""

"""One of everything that a package can bring to avatar (docs/extending.md)."""

"""Still pictures that talk: where a face is in a picture, the mesh over it, and how a pose moves that mesh."""

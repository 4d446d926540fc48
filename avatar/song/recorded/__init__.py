"""Songs that were recorded: their singing, its words and mouth, and their beats."""

"""Songs that were recorded: their singing, when each word and sound of it is sung, and who sings it on stage."""

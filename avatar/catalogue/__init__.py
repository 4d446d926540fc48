"""What can be got for avatar: voices, ears, language models, and whatever else is too large to come along.

entries   the tables (*.toml here): what there is, whose it is, its files, their hashes, where each comes from
shelf     what of it lies in the user's folder, whole or damaged; the list of licences
getting   gets entries: what they need, in what order, from where; removes them again
hubs      a file from an address: bounded, and resumed after a break
packages  a package of an index, by its name, with the client that is installed
archives  one named file out of a package
folders   the same files from a folder, or from a file, that the user has
gguf      what a language model's file tells of itself
brains    language models in the user's folder, and those that the user brings
voices    what a voice needs of all this, and the voice that a new file makes

A kind of thing is one more table. What is got is checked by its hash before it is put in its place; nothing else of a
download is ever used.
"""

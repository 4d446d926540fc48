"""The voice engines that come with avatar: one file each, named as the engine is, with its `TRAITS` and its class as
`ENGINE`. A new file is a new engine.

Nothing heavy is imported at the top of such a file, since the file is imported to read the engine's traits.
"""

"""The brains that come with avatar: one file each, named as `[brain] name` names it, with its `BRAIN`."""

"""Every sound of a show, made by arithmetic: no recording is used anywhere."""

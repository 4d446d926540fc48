"""A conversation: who said what, what the brain answers, how its clauses reach the ear. `avatar.session` owns one."""

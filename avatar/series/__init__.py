"""A series: many shows with one title, one cast, one look, filmed one after the other or by many machines.

series.toml ─ plan ─> Series ─ episodes ─> Episode     a Fountain file with its number and its title
Episode ─ assembling ─> Assembled                      previously, opening, episode, end as one screenplay
Assembled ─ show.director ─> Directed ─ filming ─> a film with captions, chapters and a thumbnail
"""

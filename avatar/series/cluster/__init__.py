"""Films made by many machines, by Dask: lines are spoken and segments drawn and encoded by whoever is free.

connecting     a scheduler found or started, and its workers held against this installation
bundles        characters as bytes, by their content: each travels to a worker once
working        what workers do: a line, a segment; pure, so that a lost one is done again
pool           segments handed out and taken back in order, as `film.pool` does with processes of this machine
lines          lines handed out, as `performer.link` does with one process
"""

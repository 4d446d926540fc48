"""Films: a scene, a show or a recording to MP4, WebM, GIF, WebP, PNG and WAV, with captions and chapters.

Segments of fixed length are drawn and encoded in processes of their own and joined in order, so that the file does not
depend on how many of them there are. docs/film.md tells how to use it.
"""

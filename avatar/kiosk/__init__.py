"""A screen that anyone may walk up to: full screen, touched or typed at, looked after by nobody.

`state` (what the screen does) and `layout` (what it shows) are pure; `loop` joins them to a Session.
"""

"""The chat in the terminal: a Textual app, and a plain mode for pipes and screen readers.

Widgets post messages, the app calls the Session, and the Session's events come back through the app.
"""

import os

# Textual waits this long (ms, 100 by default) after an escape byte for the rest of a key sequence. Esc silences the
# character, so the wait is heard. It is read when Textual is imported, hence here, before any of it is.
os.environ.setdefault("ESCDELAY", "20")

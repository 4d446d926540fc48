"""Before anything of pyglet's windows is imported: there may be no screen."""

import pyglet

pyglet.options.shadow_window = False

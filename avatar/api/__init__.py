"""What other programs may use, a file for each matter; `import avatar` has all of it (docs/api.md).

voices      speak: a text to Performances
mouths      lip_sync, analyse, read_cues, write_cues: sound to a mouth, and mouths to the files that animators use
scenes      compose, sound_of, film_scene, save_scene, load_scene
pictures    load_character, pose_at, paint
sounds      read_sound, write_sound
"""

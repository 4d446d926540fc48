"""Adobe Animate: a script (JSFL) that gives the mouth on the stage a keyframe for each change.

Animate reads no cues. Its own lip sync sets `firstFrame` of a graphic symbol whose frames are the 12 mouths of
Character Animator; this script does the same. Frames are those of the document, unless a rate is asked for. Source:
Adobe's developers-animatesdk-docs: SymbolInstance (`firstFrame`, `loop`), Timeline (`insertKeyframe`, `insertFrames`),
Frame (`name`, `startFrame`).
"""

from __future__ import annotations

import json

from avatar.lipsync.formats.adobe import NAMES, SHAPES, SPOKEN
from avatar.lipsync.formats.base import CueSheet, Format, Options, shapes_of

_SCRIPT = """\
// A mouth for Adobe Animate, made of %(sound)s
// Select the mouth (an instance of a graphic symbol, alone on its layer) at the frame where the sound begins, then
// Commands > Run Command. The symbol's frames are found by their labels (Neutral, Ah, D, Ee, F, L, M, Oh, R, S, Uh,
// W-Oo: the names in Animate's own lip sync); a label that is not there is the frame at its place in that order.
(function () {
  var NAMES = %(names)s;
  var KEYS = %(keys)s; // [seconds, place in NAMES]
  var END = %(end)s; // seconds
  var doc = fl.getDocumentDOM();
  var mouth = doc && doc.selection.length === 1 ? doc.selection[0] : null;
  if (!mouth || mouth.instanceType !== "symbol" || mouth.symbolType !== "graphic") {
    alert("Select the mouth first: one instance of a graphic symbol.");
    return;
  }
  var timeline = doc.getTimeline();
  var layer = timeline.layers[timeline.currentLayer];
  var first = timeline.currentFrame;
  var fps = %(fps)s;
  var item = mouth.libraryItem;
  var places = [];
  for (var n = 0; n < NAMES.length; n++) places.push(placeOf(NAMES[n], n));

  function placeOf(name, otherwise) {
    var layers = item.timeline.layers;
    for (var i = 0; i < layers.length; i++) {
      var frames = layers[i].frames;
      for (var f = 0; f < frames.length; f++) {
        if (frames[f].startFrame === f && frames[f].name.toLowerCase() === name.toLowerCase()) return f;
      }
    }
    return Math.min(otherwise, item.timeline.frameCount - 1);
  }

  var last = first + Math.ceil(END * fps - 1e-6);
  if (layer.frameCount <= last) timeline.insertFrames(last + 1 - layer.frameCount, false, layer.frameCount - 1);
  var before = first - 1;
  for (var k = 0; k < KEYS.length; k++) {
    var at = first + Math.floor(KEYS[k][0] * fps + 1e-6);
    if (at < before) at = before;
    else if (at === before) at = before + 1;
    if (layer.frames[at].startFrame !== at) timeline.insertKeyframe(at);
    var elements = layer.frames[at].elements;
    for (var e = 0; e < elements.length; e++) {
      if (elements[e].libraryItem && elements[e].libraryItem.name === item.name) {
        elements[e].loop = "single frame";
        elements[e].firstFrame = places[KEYS[k][1]];
      }
    }
    before = at;
  }
})();
"""


def write(timeline: CueSheet, options: Options) -> str:
    held = shapes_of(timeline, SHAPES, options)
    keys = [[round(cue.start, 3), NAMES.index(cue.value)] for cue in held]
    keys.append([round(max(timeline.duration, held[-1].start if held else 0.0), 3), 0])
    sound = " ".join(timeline.sound.split()) or "a recording"
    return _SCRIPT % {
        "sound": sound,
        "names": json.dumps(NAMES[:SPOKEN]),
        "keys": json.dumps(keys),
        "end": keys[-1][0],
        "fps": "doc.frameRate" if options.fps is None else f"{options.fps:g}",
    }


FORMATS = {
    "adobe-animate": Format(".jsfl", write, "a script for Adobe Animate: a mouth's keyframes on the stage"),
}

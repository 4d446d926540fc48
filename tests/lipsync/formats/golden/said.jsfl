// A mouth for Adobe Animate, made of /tmp/it "is" <said>.wav
// Select the mouth (an instance of a graphic symbol, alone on its layer) at the frame where the sound begins, then
// Commands > Run Command. The symbol's frames are found by their labels (Neutral, Ah, D, Ee, F, L, M, Oh, R, S, Uh,
// W-Oo: the names in Animate's own lip sync); a label that is not there is the frame at its place in that order.
(function () {
  var NAMES = ["Neutral", "Ah", "D", "Ee", "F", "L", "M", "Oh", "R", "S", "Uh", "W-Oo"];
  var KEYS = [[0.0, 0], [0.13, 1], [0.4, 6], [0.46, 10], [0.71, 9], [0.92, 0], [1.22, 6], [1.34, 4], [1.48, 5], [1.67, 2], [2.14, 9], [2.57, 5], [2.77, 8], [2.98, 1], [3.23, 10], [3.3, 3], [3.59, 7], [3.79, 11], [3.99, 0], [4.3, 0]]; // [seconds, place in NAMES]
  var END = 4.3; // seconds
  var doc = fl.getDocumentDOM();
  var mouth = doc && doc.selection.length === 1 ? doc.selection[0] : null;
  if (!mouth || mouth.instanceType !== "symbol" || mouth.symbolType !== "graphic") {
    alert("Select the mouth first: one instance of a graphic symbol.");
    return;
  }
  var timeline = doc.getTimeline();
  var layer = timeline.layers[timeline.currentLayer];
  var first = timeline.currentFrame;
  var fps = 12.5;
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

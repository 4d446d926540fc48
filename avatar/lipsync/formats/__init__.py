"""One file for each format that animators' programs read, and the table of them all."""

from __future__ import annotations

from avatar.lipsync.formats import adobe, captions, curves, events, moho, opening, papagayo, picture, rhubarb, textgrid
from avatar.lipsync.formats.base import Format, Options, Timeline, write_text

FORMATS = {
    "tsv": Format(".tsv", rhubarb.to_tsv, "Rhubarb Lip Sync: letters, one change a line"),
    "xml": Format(".xml", rhubarb.to_xml, "Rhubarb Lip Sync: letters as XML"),
    "json": Format(".json", rhubarb.to_json, "Rhubarb Lip Sync: letters as JSON"),
    "dat": Format(".dat", moho.write, "Moho, OpenToonz: switch data, in frames"),
    "pgo": Format(".pgo", papagayo.write, "Papagayo: project with words and Preston Blair's mouths"),
    "adobe": Format(".adobe.tsv", adobe.write, "Character Animator's 14 mouths, one change a line"),
    "adobe-ae": Format(
        ".ae.txt", adobe.write_keyframes, "Character Animator's 14 as After Effects Time Remap keyframes"
    ),
    "ovr-csv": Format(".ovr.csv", curves.ovr_csv, "curves of the 15 OVR visemes"),
    "ovr-json": Format(".ovr.json", curves.ovr_json, "the same, in Audio2Face's layout"),
    "arkit-csv": Format(".arkit.csv", curves.arkit_csv, "curves of ARKit's blendshapes, as Live Link Face writes them"),
    "arkit-json": Format(".arkit.json", curves.arkit_json, "the same, in Audio2Face's layout"),
    "vrm-csv": Format(".vrm.csv", curves.vrm_csv, "curves of VRM's five mouths"),
    "vrm-json": Format(".vrm.json", curves.vrm_json, "the same, in Audio2Face's layout"),
    "azure": Format(".azure.json", events.azure, "Azure's viseme events"),
    "polly": Format(".marks", events.polly, "Amazon Polly's speech marks"),
    "textgrid": Format(".TextGrid", textgrid.write, "Praat: words, phones and letters"),
    "vtt": Format(".vtt", captions.vtt, "WebVTT, a word a cue"),
    "srt": Format(".srt", captions.srt, "SRT, a word a cue"),
    "opening": Format(".opening.csv", opening.write, "how far the lips are open"),
    "svg": Format(".svg", picture.write, "a picture to look at: words, phones, mouths"),
}

__all__ = ["FORMATS", "Format", "Options", "Timeline", "write_text"]

"""A session owns a talk, its voice, its stage and its settings, and tells any number of listeners what happens.

The chat, the plain lines and the kiosk are its clients: each subscribes a listener, and holds no logic of the talk.
"""

from avatar.conversation.events import (
    ClauseStarted,
    EarsChanged,
    FaceFrame,
    Latency,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    ReplyThought,
    SessionEvent,
    ShowEnded,
    ShowStarted,
    ShowTouched,
    SignOfLife,
    SoundEnded,
    SpeechEnded,
    SpeechHeard,
    StageChanged,
    StageClosed,
    Touched,
    WindowSized,
    WindowTouched,
    WindowTyped,
    WordSpoken,
)
from avatar.session.listeners import Listener
from avatar.session.session import Session

__all__ = [
    "ClauseStarted",
    "EarsChanged",
    "FaceFrame",
    "Latency",
    "Listener",
    "Notice",
    "ReplyEnded",
    "ReplyStarted",
    "ReplyText",
    "ReplyThought",
    "Session",
    "SessionEvent",
    "ShowEnded",
    "ShowStarted",
    "ShowTouched",
    "SignOfLife",
    "SoundEnded",
    "SpeechEnded",
    "SpeechHeard",
    "StageChanged",
    "StageClosed",
    "Touched",
    "WindowSized",
    "WindowTouched",
    "WindowTyped",
    "WordSpoken",
]

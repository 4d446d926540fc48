"""A conversation, held: what the user says goes to the brain, the reply comes back clause by clause, is performed and
played. Whoever shows it (the terminal, a kiosk, a pipe) hears of it by events and holds no logic of its own.
"""

from avatar.conversation.events import (
    ClauseStarted,
    Event,
    FaceFrame,
    Latency,
    Notice,
    ReplyEnded,
    ReplyStarted,
    ReplyText,
    SpeechEnded,
    StageChanged,
    StageClosed,
    WindowTyped,
    WordSpoken,
)
from avatar.conversation.talk import Conversation

__all__ = [
    "ClauseStarted",
    "Conversation",
    "Event",
    "FaceFrame",
    "Latency",
    "Notice",
    "ReplyEnded",
    "ReplyStarted",
    "ReplyText",
    "SpeechEnded",
    "StageChanged",
    "StageClosed",
    "WindowTyped",
    "WordSpoken",
]

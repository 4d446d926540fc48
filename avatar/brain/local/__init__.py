"""A language model on this machine: llama.cpp in a process of its own.

messages  what the brain and that process tell each other
process   the process: it loads a model, and answers
runner    the brain's end of it: starts it, asks it, stops it, ends it
pace      how fast each model was seen to be here
examples  how the character talks, by its own script
model     the brain
"""

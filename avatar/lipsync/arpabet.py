"""ARPAbet: the names that American corpora and aligners give to the sounds of English, as IPA.

Source: the CMU pronouncing dictionary, and the 61 symbols of TIMIT.
"""

from __future__ import annotations

from collections.abc import Mapping

IPA: Mapping[str, str] = {
    "AA": "ɑː", "AE": "æ", "AH": "ʌ", "AO": "ɔː", "AW": "aʊ", "AX": "ə", "AXR": "ɚ", "AY": "aɪ", "B": "b",
    "CH": "tʃ", "D": "d", "DH": "ð", "DX": "ɾ", "EH": "ɛ", "EL": "əl", "EM": "m̩", "EN": "n̩", "ENG": "ŋ̩",
    "ER": "ɝ", "EY": "eɪ", "F": "f", "G": "ɡ", "HH": "h", "HV": "ɦ", "IH": "ɪ", "IX": "ɨ", "IY": "iː",
    "JH": "dʒ", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ŋ", "NX": "ɾ̃", "OW": "oʊ", "OY": "ɔɪ", "P": "p",
    "Q": "ʔ", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t", "TH": "θ", "UH": "ʊ", "UW": "uː", "UX": "ʉː", "V": "v",
    "W": "w", "WH": "ʍ", "Y": "j", "Z": "z", "ZH": "ʒ", "AX-H": "ə", "BCL": "b", "DCL": "d", "GCL": "ɡ",
    "PCL": "p", "TCL": "t", "KCL": "k", "H#": "", "PAU": "", "EPI": "", "SIL": "", "SP": "", "SSIL": "", "BRTH": "",
    "SPN": "ə",  # a word that the aligner did not know: somebody speaks
}  # fmt: skip
"""Upper case, without stress digits; silences are ''."""


def bare(symbol: str) -> str:
    """A symbol in any case as the table has it, without its stress digit or its position (`AH0_B`)."""
    return symbol.upper().split("_")[0].rstrip("0123456789")


def ipa(symbol: str) -> str:
    """IPA of a symbol in any case, with or without a stress digit or a position. Raises KeyError for any other."""
    return IPA[bare(symbol)]

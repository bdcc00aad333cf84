"""Chữ Việt cho mạng: từ điển, lô có mặt nạ, chọn từ, BLEU, luật lục bát, và những cách đếm để so.

    from hocsau import text
    words = text.Vocabulary.build(["trăm năm trong cõi người ta"])
    text.strip_marks("Đường phố")                        # "Duong pho"
    text.rhymes("nhau", "dâu")                           # True: vần thông

Mọi chuỗi vào được đưa về NFC trước khi dùng.
"""

from hocsau.text.batching import length_batches, pad, padding_share
from hocsau.text.bleu import Bleu, bleu, ngram_counts
from hocsau.text.decoding import Beam, beam_search, filtered, generate, greedy, log_softmax, sample
from hocsau.text.glove import read_glove
from hocsau.text.marks import marked_forms, nfc, strip_marks, syllables
from hocsau.text.metre import (
    RULES,
    RuleScore,
    keeps_tones,
    rhymes,
    score_verses,
    tone_class,
    verse_syllables,
)
from hocsau.text.ngrams import BigramForms, FrequentForms, NgramModel
from hocsau.text.perplexity import perplexity
from hocsau.text.poet import Law, Poet, shipped_poet
from hocsau.text.restorer import Restorer, shipped_restorer
from hocsau.text.spelling import Syllable, parse
from hocsau.text.vocabulary import Vocabulary, tokenize
from hocsau.text.word2vec import (
    cbow_pairs,
    context_mean,
    context_mean_backward,
    nearest_words,
    negative_loss,
    noise_distribution,
    skipgram_pairs,
    softmax_loss,
)

__all__ = [
    "RULES",
    "Beam",
    "BigramForms",
    "Bleu",
    "FrequentForms",
    "Law",
    "NgramModel",
    "Poet",
    "Restorer",
    "RuleScore",
    "Syllable",
    "Vocabulary",
    "beam_search",
    "bleu",
    "cbow_pairs",
    "context_mean",
    "context_mean_backward",
    "filtered",
    "generate",
    "greedy",
    "keeps_tones",
    "length_batches",
    "log_softmax",
    "marked_forms",
    "nearest_words",
    "negative_loss",
    "nfc",
    "ngram_counts",
    "noise_distribution",
    "pad",
    "padding_share",
    "parse",
    "perplexity",
    "read_glove",
    "rhymes",
    "sample",
    "score_verses",
    "shipped_poet",
    "shipped_restorer",
    "skipgram_pairs",
    "softmax_loss",
    "strip_marks",
    "syllables",
    "tokenize",
    "tone_class",
    "verse_syllables",
]

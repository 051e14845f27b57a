#ifndef LEXICONS_H
#define LEXICONS_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// A text file in UTF-8, compiled into the program; its bytes live as long as the program.
typedef struct {
    const unsigned char *bytes;
    size_t size;
} LexiconFile;

/// The English words of the mood: `words/english.txt`.
LexiconFile lexicon_english(void);
/// The French words of the mood: `words/french.txt`.
LexiconFile lexicon_french(void);
/// The instructions to a language model: `prompts/market-analysis-1.txt`. A change is a new file.
LexiconFile lexicon_market_analysis_1(void);
/// Words of both languages that mean the same: `words/terms.txt`.
LexiconFile lexicon_terms(void);

#pragma clang assume_nonnull end

#endif

// The words of the mood and of the stories of news, compiled in as the files they are (see DashboardAssets/assets.c).
#include "Lexicons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char english[] = {
#embed "words/english.txt"
};
static const unsigned char french[] = {
#embed "words/french.txt"
};
static const unsigned char market_analysis_1[] = {
#embed "prompts/market-analysis-1.txt"
};
static const unsigned char terms[] = {
#embed "words/terms.txt"
};

LexiconFile lexicon_english(void) { return (LexiconFile){english, sizeof english}; }
LexiconFile lexicon_french(void) { return (LexiconFile){french, sizeof french}; }
LexiconFile lexicon_market_analysis_1(void) {
    return (LexiconFile){market_analysis_1, sizeof market_analysis_1};
}
LexiconFile lexicon_terms(void) { return (LexiconFile){terms, sizeof terms}; }

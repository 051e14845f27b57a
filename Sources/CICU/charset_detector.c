// ICU's charset detector (https://unicode-org.github.io/icu/userguide/conversion/detection.html).
//
// Every distribution has another ICU, with its version in the names of its files and functions, so that a program that is
// linked with one does not start with another. It is loaded when a document needs it.

#include "charset_detector.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *(*detector_open)(int *status);
static void (*detector_close)(void *detector);
static void (*set_text)(void *detector, const char *text, int32_t length, int *status);
static signed char (*enable_filter)(void *detector, signed char enable);
static const void *(*detect)(void *detector, int *status);
static const char *(*get_name)(const void *match, int *status);

static void *function(void *library, const char *name, int version) {
    char symbol[64];
    snprintf(symbol, sizeof symbol, "%s_%d", name, version);
    return dlsym(library, symbol);
}

static void load(void) {
    // ucsdet_* are the same from ICU 4.4 on; 60 is of 2017.
    for (int version = 120; version >= 60; version--) {
        char file[64];
        snprintf(file, sizeof file, "libicui18n.so.%d", version);
        void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) continue;
        detector_close = function(library, "ucsdet_close", version);
        set_text = function(library, "ucsdet_setText", version);
        enable_filter = function(library, "ucsdet_enableInputFilter", version);
        detect = function(library, "ucsdet_detect", version);
        get_name = function(library, "ucsdet_getName", version);
        if (detector_close && set_text && enable_filter && detect && get_name)
            detector_open = function(library, "ucsdet_open", version);
        return;
    }
}

int charset_detect(const char *text, int32_t length, char *name, int32_t capacity) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (detector_open == NULL) return 0;

    // UErrorCode: zero and below is success.
    int status = 0, found = 0;
    void *detector = detector_open(&status);
    if (status > 0) return 0;
    set_text(detector, text, length, &status);
    // Markup is ASCII and says nothing.
    enable_filter(detector, 1);
    const void *match = detect(detector, &status);
    if (status <= 0 && match != NULL) {
        const char *guess = get_name(match, &status);
        if (status <= 0 && guess != NULL && strlen(guess) < (size_t)capacity) {
            strcpy(name, guess);
            found = 1;
        }
    }
    detector_close(detector);
    return found;
}

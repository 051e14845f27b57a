// The decoder of Brotli (https://github.com/google/brotli), as libbrotlidec.so.1 has it on every distribution.
//
// Loaded when a response needs it, so that the program starts where it is not installed.

#include "brotli_decoder.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

static void *(*create)(void *allocate, void *release, void *opaque);
static void (*destroy)(void *decoder);
static int (*step)(void *decoder, size_t *available_in, const uint8_t **next_in, size_t *available_out,
                   uint8_t **next_out, size_t *total);

// BrotliDecoderResult
enum { failed = 0, finished = 1, needs_input = 2, needs_output = 3 };

static void load(void) {
    void *library = dlopen("libbrotlidec.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    destroy = dlsym(library, "BrotliDecoderDestroyInstance");
    step = dlsym(library, "BrotliDecoderDecompressStream");
    if (destroy && step) create = dlsym(library, "BrotliDecoderCreateInstance");
}

int brotli_is_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return create != NULL;
}

int brotli_decompress(const uint8_t *input, size_t length, size_t limit, uint8_t **output, size_t *output_length) {
    *output = NULL;
    *output_length = 0;
    if (!brotli_is_available()) return brotli_unavailable;
    void *decoder = create(NULL, NULL, NULL);
    if (decoder == NULL) return brotli_damaged;
    size_t capacity = 64 << 10, used = 0;
    uint8_t *bytes = malloc(capacity);
    int result = bytes == NULL ? brotli_damaged : brotli_ok, state = needs_output;
    while (result == brotli_ok && state == needs_output) {
        if (used == capacity) {
            uint8_t *grown = realloc(bytes, capacity * 2);
            if (grown == NULL) {
                result = brotli_damaged;
                break;
            }
            bytes = grown;
            capacity *= 2;
        }
        size_t available = capacity - used;
        uint8_t *next = bytes + used;
        state = step(decoder, &length, &input, &available, &next, NULL);
        used = capacity - available;
        if (used > limit) result = brotli_too_large;
    }
    // A stream that ends early needs input.
    if (result == brotli_ok && state != finished) result = brotli_damaged;
    destroy(decoder);
    if (result == brotli_ok) {
        *output = bytes;
        *output_length = used;
    } else {
        free(bytes);
    }
    return result;
}

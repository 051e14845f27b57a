#include <stddef.h>
#include <stdint.h>

/// Whether libbrotlidec is installed.
int brotli_is_available(void);

enum brotli_result { brotli_ok = 0, brotli_damaged = 1, brotli_too_large = 2, brotli_unavailable = 3 };

/// Decompresses a brotli stream (RFC 7932) of at most `limit` bytes. `*output` is to be freed by the caller, and NULL unless
/// the result is `brotli_ok`.
int brotli_decompress(const uint8_t *input, size_t length, size_t limit, uint8_t **output, size_t *output_length);

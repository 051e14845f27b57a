#include <stdint.h>

/// Writes the name of the most likely charset of a text to `name`, ended by zero. 0 when there is none, it is longer, or
/// ICU is not installed.
int charset_detect(const char *text, int32_t length, char *name, int32_t capacity);

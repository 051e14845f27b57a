#pragma once
#include <stddef.h>

/// Creates a file in memory with the given bytes, which nothing can change (memfd_create(2) and its seals, which Swift's Glibc does not show).
/// Returns its descriptor, closed on exec; -1 where the system cannot or has no descriptor left.
int create_memory_file(const void *bytes, size_t size);

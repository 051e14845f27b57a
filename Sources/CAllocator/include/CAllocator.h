#pragma once

/// Limits the number of heaps (arenas) of glibc's malloc (mallopt(3), M_ARENA_MAX), and keeps its thresholds as they are instead of letting them grow with
/// the largest block freed. Does nothing with another C library.
void limit_heaps(int count);

/// Returns free pages of all heaps to the system (malloc_trim(3)); does nothing with another C library.
void trim_heaps(void);

/// Takes the pages of the program's own code and constants out of memory (madvise(2), MADV_DONTNEED); those that are still used come back from the file,
/// each with a page fault. Does nothing with another C library.
void unmap_program(void);

/// The bytes that the program has allocated, and those that malloc holds free (mallinfo2(3)); 0 with another C library.
void heap_usage(unsigned long *used, unsigned long *unused);

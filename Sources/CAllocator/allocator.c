#include "CAllocator.h"
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

void limit_heaps(int count) {
    mallopt(M_ARENA_MAX, count);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
    mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
}

void trim_heaps(void) { malloc_trim(0); }

void heap_usage(unsigned long *used, unsigned long *unused) {
    struct mallinfo2 info = mallinfo2();
    *used = info.uordblks + info.hblkhd;
    *unused = info.fordblks;
}
#else
void limit_heaps(int count) { (void)count; }
void trim_heaps(void) {}
void heap_usage(unsigned long *used, unsigned long *unused) { *used = *unused = 0; }
#endif

#define _GNU_SOURCE
#include "CAllocator.h"
#include <stdlib.h>

#ifdef __GLIBC__
#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

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

// The first object is the program.
static int unmap_constants(struct dl_phdr_info *object, size_t size, void *data) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[index];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W)) continue;
        uintptr_t start = (object->dlpi_addr + part->p_vaddr + page) & ~page;
        uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_filesz) & ~page;
        if (start < end) madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 1;
}

void unmap_program(void) { dl_iterate_phdr(unmap_constants, 0); }
#else
void limit_heaps(int count) { (void)count; }
void trim_heaps(void) {}
void unmap_program(void) {}
void heap_usage(unsigned long *used, unsigned long *unused) { *used = *unused = 0; }
#endif

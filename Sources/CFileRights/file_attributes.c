#define _GNU_SOURCE
#include "CFileRights.h"
#include <fcntl.h>
#include <linux/stat.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

static int has_attribute(const char *path, uint64_t attribute) {
    struct statx answer;
    // The system call itself: not every C library has a function for it.
    if (syscall(SYS_statx, AT_FDCWD, path, 0, STATX_BASIC_STATS, &answer) != 0) return 0;
    return (answer.stx_attributes & attribute) != 0;
}

int is_immutable_file(const char *path) { return has_attribute(path, STATX_ATTR_IMMUTABLE); }

int is_append_only_file(const char *path) { return has_attribute(path, STATX_ATTR_APPEND); }

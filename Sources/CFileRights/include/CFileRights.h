#pragma once
#include <sys/types.h>

/// Sets the user and group by whose rights the calling thread uses files (setfsuid(2), which Swift's Glibc does not show).
/// Returns 0, or -1 when they were not set.
int set_file_rights(uid_t user, gid_t group);

#pragma once
#include <sys/types.h>

/// Sets the user and group by whose rights the calling thread uses files (setfsuid(2), which Swift's Glibc does not show).
/// Returns 0, or -1 when they were not set.
int set_file_rights(uid_t user, gid_t group);

/// Whether a file has the attribute i of chattr(1), so that not even root can change it (statx(2)). Opens nothing: a
/// process that opens and closes a database file loses its locks on it. Returns 0 where the file system cannot tell.
int is_immutable_file(const char *path);

/// The same of the attribute a, with which a file can only grow.
int is_append_only_file(const char *path);

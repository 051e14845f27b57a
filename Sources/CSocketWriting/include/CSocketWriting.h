#pragma once
#include <stddef.h>
#include <sys/types.h>

/// Writes the head and body of a response to a non-blocking socket with one system call (sendmsg(2)). A connection that its client has closed
/// raises no signal. Returns how many bytes were written; -1 when none were.
ssize_t write_response(int socket, const void *head, size_t head_size, const void *body, size_t body_size);

/// The same, with the body in a file that nothing changes: its pages are given to the socket, not copied (sendfile(2)), in the same packets as the head.
ssize_t write_response_file(int socket, const void *head, size_t head_size, int file, size_t body_size);

/// Creates a file without a name in a folder on a disk with the given bytes, which nothing can change, as its only descriptor reads. Its pages are
/// locked in memory (mlock(2)), so that giving them to a socket never waits for the disk; they are large where the file system has large folios.
/// Returns its descriptor, closed on exec, and the pages for release_pages; -1 where there is no such folder, space, or right to lock as much
/// (RLIMIT_MEMLOCK). May wait for the disk.
int create_disk_file(const char *folder, const void *bytes, size_t size, void **pages);

/// Unlocks the pages of a file of create_disk_file.
void release_pages(void *pages, size_t size);

/// Closes a file of create_disk_file or create_memory_file.
void close_file(int file);

/// Creates a file in memory with the given bytes, which nothing can change (memfd_create(2) and its seals).
/// Returns its descriptor, closed on exec; -1 where the system cannot or has no descriptor left.
int create_memory_file(const void *bytes, size_t size);

#define _GNU_SOURCE
#include "CSocketWriting.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

ssize_t write_response(int socket, const void *head, size_t head_size, const void *body, size_t body_size) {
    struct iovec parts[2] = {{(void *)head, head_size}, {(void *)body, body_size}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = body_size > 0 ? 2 : 1};
    ssize_t written;
    do written = body_size > 0 ? sendmsg(socket, &message, MSG_NOSIGNAL) : send(socket, head, head_size, MSG_NOSIGNAL);
    while (written < 0 && errno == EINTR);
    return written;
}

ssize_t write_response_file(int socket, const void *head, size_t head_size, int file, size_t body_size) {
    ssize_t written;
    do written = send(socket, head, head_size, MSG_NOSIGNAL | MSG_MORE);
    while (written < 0 && errno == EINTR);
    if (written < (ssize_t)head_size) return written;
    off_t offset = 0;
    while ((size_t)offset < body_size) {
        ssize_t more = sendfile(socket, file, &offset, body_size - (size_t)offset);
        if (more < 0 && errno == EINTR) continue;
        if (more <= 0) break;
    }
    return written + (ssize_t)offset;
}

static int write_all(int file, const void *bytes, size_t size) {
    size_t written = 0;
    while (written < size) {
        ssize_t count = write(file, (const char *)bytes + written, size - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        written += (size_t)count;
    }
    return 0;
}

int create_disk_file(const char *folder, const void *bytes, size_t size, void **pages) {
    int writable = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (writable < 0) return -1;
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", writable);
    int file = write_all(writable, bytes, size) == 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    close(writable);
    if (file < 0) return -1;
    void *mapped = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) {
        if (mlock(mapped, size) == 0) {
            *pages = mapped;
            return file;
        }
        munmap(mapped, size);
    }
    close(file);
    return -1;
}

void release_pages(void *pages, size_t size) { munmap(pages, size); }

void close_file(int file) { close(file); }

int create_memory_file(const void *bytes, size_t size) {
    int file = memfd_create("response", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return -1;
    if (write_all(file, bytes, size) == 0 && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
        return file;
    close(file);
    return -1;
}

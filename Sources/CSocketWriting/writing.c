#define _GNU_SOURCE
#include "CSocketWriting.h"
#include <errno.h>
#include <fcntl.h>
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

int create_memory_file(const void *bytes, size_t size) {
    int file = memfd_create("response", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (file < 0) return -1;
    size_t written = 0;
    while (written < size) {
        ssize_t count = write(file, (const char *)bytes + written, size - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        written += (size_t)count;
    }
    if (written == size && fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0) return file;
    close(file);
    return -1;
}

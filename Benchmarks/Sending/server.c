// One thread that answers every read with the same response, for Benchmarks/sending: server WAY BYTES PORT. Prints its processor time per request in microseconds when it is asked to end.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 300 };

static long requests;

static void end(int signal) {
    (void)signal;
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    printf("%.2f\n", ((double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3) / (double)requests);
    exit(0);
}

static void cork(int socket, int on) { setsockopt(socket, IPPROTO_TCP, TCP_CORK, &on, sizeof on); }

int main(int count, char **words) {
    if (count != 4) return 64;
    const char *way = words[1];
    size_t size = strtoul(words[2], NULL, 10);
    signal(SIGTERM, end);
    signal(SIGPIPE, SIG_IGN);
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[3])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(listener, (void *)&address, sizeof address) != 0 || listen(listener, 512) != 0) return 1;

    // Head and body behind each other; the body is also a file in memory, or one without a name on a disk.
    char *response = malloc(HEAD + size), *body = response + HEAD;
    memset(response, 'x', HEAD + size);
    int written = sprintf(response, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nX-Filler: ", size);
    response[written] = 'x';
    memcpy(body - 4, "\r\n\r\n", 4);
    int file = strcmp(way, "disk") == 0 ? open("/tmp", O_TMPFILE | O_RDWR, 0600) : memfd_create("body", 0);
    if (write(file, body, size) != (ssize_t)size) return 1;

    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 64, -1);
        for (int n = 0; n < ready; n++) {
            int socket = events[n].data.fd;
            if (socket == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            char request[4096];
            if (read(socket, request, sizeof request) <= 0) {
                close(socket);
                continue;
            }
            requests++;
            if (strcmp(way, "write") == 0) {
                if (write(socket, response, HEAD + size) < 0) close(socket);
                continue;
            }
            if (strcmp(way, "writev") == 0) {
                struct iovec parts[2] = {{response, HEAD}, {body, size}};
                if (writev(socket, parts, 2) < 0) close(socket);
                continue;
            }
            int is_corked = strcmp(way, "more") != 0;
            if (is_corked) cork(socket, 1);
            off_t offset = 0;
            if (send(socket, response, HEAD, is_corked ? 0 : MSG_MORE) > 0)
                while ((size_t)offset < size && sendfile(socket, file, &offset, size - (size_t)offset) > 0) {}
            if (is_corked) cork(socket, 0);
        }
    }
}

// The files that `install` writes, compiled in with C23's #embed, so that the program is one file. A new file needs two lines here.
#include "DeployFiles.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_BYTES static const unsigned char

FILE_BYTES api_service[] = {
#embed "systemd/bitcoin-analyzer-api.service"
};
FILE_BYTES api_socket[] = {
#embed "systemd/bitcoin-analyzer-api.socket"
};
FILE_BYTES web_service[] = {
#embed "systemd/bitcoin-analyzer-web.service"
};
FILE_BYTES web_socket[] = {
#embed "systemd/bitcoin-analyzer-web.socket"
};
FILE_BYTES collect_service[] = {
#embed "systemd/bitcoin-analyzer-collect.service"
};
FILE_BYTES collect_timer[] = {
#embed "systemd/bitcoin-analyzer-collect.timer"
};
FILE_BYTES incident_service[] = {
#embed "systemd/bitcoin-analyzer-incident@.service"
};
FILE_BYTES retry_timer[] = {
#embed "systemd/bitcoin-analyzer-retry.timer"
};
FILE_BYTES watch_service[] = {
#embed "systemd/bitcoin-analyzer-watch.service"
};
FILE_BYTES watch_timer[] = {
#embed "systemd/bitcoin-analyzer-watch.timer"
};
FILE_BYTES update_service[] = {
#embed "systemd/bitcoin-analyzer-update.service"
};
FILE_BYTES update_timer[] = {
#embed "systemd/bitcoin-analyzer-update.timer"
};
FILE_BYTES undo_service[] = {
#embed "systemd/bitcoin-analyzer-undo.service"
};
FILE_BYTES cron[] = {
#embed "cron/bitcoin-analyzer"
};
FILE_BYTES logrotate[] = {
#embed "logrotate/bitcoin-analyzer"
};
FILE_BYTES sysusers[] = {
#embed "sysusers.d/bitcoin-analyzer.conf"
};
FILE_BYTES tmpfiles[] = {
#embed "tmpfiles.d/bitcoin-analyzer.conf"
};
FILE_BYTES environment_header[] = {
#embed "environment.header"
};
FILE_BYTES release_keys[] = {
#embed "release-keys"
};

#define DEPLOYED(path, bytes) {path, bytes, sizeof bytes}

static const DeployedFile files[] = {
    DEPLOYED("systemd/bitcoin-analyzer-api.service", api_service),
    DEPLOYED("systemd/bitcoin-analyzer-api.socket", api_socket),
    DEPLOYED("systemd/bitcoin-analyzer-web.service", web_service),
    DEPLOYED("systemd/bitcoin-analyzer-web.socket", web_socket),
    DEPLOYED("systemd/bitcoin-analyzer-collect.service", collect_service),
    DEPLOYED("systemd/bitcoin-analyzer-collect.timer", collect_timer),
    DEPLOYED("systemd/bitcoin-analyzer-incident@.service", incident_service),
    DEPLOYED("systemd/bitcoin-analyzer-retry.timer", retry_timer),
    DEPLOYED("systemd/bitcoin-analyzer-watch.service", watch_service),
    DEPLOYED("systemd/bitcoin-analyzer-watch.timer", watch_timer),
    DEPLOYED("systemd/bitcoin-analyzer-update.service", update_service),
    DEPLOYED("systemd/bitcoin-analyzer-update.timer", update_timer),
    DEPLOYED("systemd/bitcoin-analyzer-undo.service", undo_service),
    DEPLOYED("cron/bitcoin-analyzer", cron),
    DEPLOYED("logrotate/bitcoin-analyzer", logrotate),
    DEPLOYED("sysusers.d/bitcoin-analyzer.conf", sysusers),
    DEPLOYED("tmpfiles.d/bitcoin-analyzer.conf", tmpfiles),
    DEPLOYED("environment.header", environment_header),
    DEPLOYED("release-keys", release_keys),
};

size_t deployed_file_count(void) { return sizeof files / sizeof files[0]; }

DeployedFile deployed_file(size_t index) { return files[index]; }

#define TEXT_OF(token) #token
#define TEXT(token) TEXT_OF(token)

#ifdef BUILD_COMMIT
const char *build_commit(void) { return TEXT(BUILD_COMMIT); }
#else
const char *build_commit(void) { return ""; }
#endif

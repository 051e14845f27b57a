#ifndef DEPLOY_FILES_H
#define DEPLOY_FILES_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// A file compiled into the program; its bytes live as long as the program.
typedef struct {
    /// Path in this folder, with `/`: `systemd/bitcoin-analyzer-api.service`.
    const char *path;
    const unsigned char *bytes;
    size_t size;
} DeployedFile;

size_t deployed_file_count(void);

/// The file at `index`, from 0 to `deployed_file_count()` − 1.
DeployedFile deployed_file(size_t index);

/// The full hash of the commit that a release was built from; empty in other builds.
const char *build_commit(void);

#pragma clang assume_nonnull end

#endif

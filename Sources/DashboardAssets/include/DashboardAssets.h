#ifndef DASHBOARD_ASSETS_H
#define DASHBOARD_ASSETS_H

#include <stddef.h>

#pragma clang assume_nonnull begin

/// A file compiled into the program; its bytes live as long as the program.
typedef struct {
    /// Path in this folder, with `/`: `templates/market.mustache`.
    const char *path;
    const unsigned char *bytes;
    size_t size;
} DashboardAsset;

size_t dashboard_asset_count(void);

/// The file at `index`, from 0 to `dashboard_asset_count()` − 1.
DashboardAsset dashboard_asset(size_t index);

#pragma clang assume_nonnull end

#endif

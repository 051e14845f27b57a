#ifndef API_ASSETS_H
#define API_ASSETS_H

#include <stddef.h>

/// A file compiled into the program; its bytes live as long as the program. `bytes` is null where the file could not be
/// fetched when the program was built.
typedef struct {
    const unsigned char *_Nullable bytes;
    size_t size;
} APIAsset;

/// The script and the style sheet of Swagger UI.
APIAsset swagger_ui_script(void);
APIAsset swagger_ui_style(void);

#endif

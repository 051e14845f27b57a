// Swagger UI, compiled in with C23's #embed (https://en.cppreference.com/w/c/preprocessor/embed) where
// scripts/fetch-vendor has fetched it, which touches this file when it does.
#include "APIAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#if __has_embed("vendor/swagger-ui-bundle.js") == __STDC_EMBED_FOUND__ && __has_embed("vendor/swagger-ui.css") == __STDC_EMBED_FOUND__
static const unsigned char script[] = {
#embed "vendor/swagger-ui-bundle.js"
};
static const unsigned char style[] = {
#embed "vendor/swagger-ui.css"
};

APIAsset swagger_ui_script(void) { return (APIAsset){script, sizeof script}; }

APIAsset swagger_ui_style(void) { return (APIAsset){style, sizeof style}; }
#else
APIAsset swagger_ui_script(void) { return (APIAsset){NULL, 0}; }

APIAsset swagger_ui_style(void) { return (APIAsset){NULL, 0}; }
#endif

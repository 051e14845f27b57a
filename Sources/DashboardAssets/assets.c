// The real files a browser gets, compiled in with C23's #embed (https://en.cppreference.com/w/c/preprocessor/embed).
// Clang lists embedded files in the dependencies it writes beside the object, so changing one compiles this file again.
// A new file needs two lines here. A vendored file that appears later does not count as changed: scripts/fetch-vendor
// touches this file.
#include "DashboardAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_BYTES static const unsigned char

FILE_BYTES market_template[] = {
#embed "templates/market.mustache"
};
FILE_BYTES price[] = {
#embed "templates/price.mustache"
};
FILE_BYTES chart[] = {
#embed "templates/chart.mustache"
};
FILE_BYTES analysis[] = {
#embed "templates/analysis.mustache"
};
FILE_BYTES news[] = {
#embed "templates/news.mustache"
};
FILE_BYTES headline[] = {
#embed "templates/headline.mustache"
};
FILE_BYTES closes[] = {
#embed "templates/closes.mustache"
};
FILE_BYTES stale_notice[] = {
#embed "templates/stale-notice.mustache"
};
FILE_BYTES time_template[] = {
#embed "templates/time.mustache"
};
FILE_BYTES head[] = {
#embed "templates/head.mustache"
};
FILE_BYTES header[] = {
#embed "templates/header.mustache"
};
FILE_BYTES footer[] = {
#embed "templates/footer.mustache"
};
FILE_BYTES incident_summary[] = {
#embed "templates/incident-summary.mustache"
};
FILE_BYTES incidents[] = {
#embed "templates/incidents.mustache"
};
FILE_BYTES incident[] = {
#embed "templates/incident.mustache"
};
FILE_BYTES incident_error[] = {
#embed "templates/incident-error.mustache"
};
FILE_BYTES sources[] = {
#embed "templates/sources.mustache"
};
FILE_BYTES alerts[] = {
#embed "templates/alerts.mustache"
};
FILE_BYTES colors[] = {
#embed "styles/colors.css"
};
FILE_BYTES layout[] = {
#embed "styles/layout.css"
};
FILE_BYTES panels[] = {
#embed "styles/panels.css"
};
FILE_BYTES chart_style[] = {
#embed "styles/chart.css"
};
FILE_BYTES incidents_style[] = {
#embed "styles/incidents.css"
};
FILE_BYTES icon[] = {
#embed "styles/icon.svg"
};
FILE_BYTES ages[] = {
#embed "scripts/ages.js"
};
FILE_BYTES chart_script[] = {
#embed "scripts/chart.js"
};
FILE_BYTES refresh[] = {
#embed "scripts/refresh.js"
};
FILE_BYTES close_row[] = {
#embed "templates/close.mustache"
};
FILE_BYTES masthead_style[] = {
#embed "styles/masthead.css"
};
FILE_BYTES theme_script[] = {
#embed "scripts/theme.js"
};
FILE_BYTES zone_script[] = {
#embed "scripts/zone.js"
};
FILE_BYTES indicators_script[] = {
#embed "scripts/indicators.js"
};
FILE_BYTES time_axis[] = {
#embed "scripts/time-axis.js"
};
FILE_BYTES candles_script[] = {
#embed "scripts/candles.js"
};
FILE_BYTES chart_overlays[] = {
#embed "scripts/chart-overlays.js"
};
FILE_BYTES chart_legend[] = {
#embed "scripts/chart-legend.js"
};
FILE_BYTES chart_controls[] = {
#embed "scripts/chart-controls.js"
};
FILE_BYTES live_script[] = {
#embed "scripts/live.js"
};
FILE_BYTES push_script[] = {
#embed "scripts/push.js"
};
FILE_BYTES service_worker[] = {
#embed "scripts/sw.js"
};
FILE_BYTES icon_180[] = {
#embed "icons/icon-180.png"
};
FILE_BYTES icon_192[] = {
#embed "icons/icon-192.png"
};
FILE_BYTES icon_512[] = {
#embed "icons/icon-512.png"
};
FILE_BYTES operations_template[] = {
#embed "templates/operations.mustache"
};
FILE_BYTES run_template[] = {
#embed "templates/run.mustache"
};
FILE_BYTES operations_style[] = {
#embed "styles/operations.css"
};
FILE_BYTES error_template[] = {
#embed "templates/error.mustache"
};
FILE_BYTES story_template[] = {
#embed "templates/story.mustache"
};
FILE_BYTES news_page[] = {
#embed "templates/news-page.mustache"
};
FILE_BYTES news_style[] = {
#embed "styles/news.css"
};
FILE_BYTES quality[] = {
#embed "templates/quality.mustache"
};
FILE_BYTES analysis_page[] = {
#embed "templates/analysis-page.mustache"
};
FILE_BYTES past_analysis[] = {
#embed "templates/past-analysis.mustache"
};
FILE_BYTES chart_marks[] = {
#embed "scripts/chart-marks.js"
};
#if __has_embed("vendor/lightweight-charts.js") == __STDC_EMBED_FOUND__
#define HAS_LIGHTWEIGHT_CHARTS 1
FILE_BYTES lightweight_charts[] = {
#embed "vendor/lightweight-charts.js"
};
#endif

#define ASSET(path, bytes) {path, bytes, sizeof bytes}

static const DashboardAsset assets[] = {
    ASSET("templates/market.mustache", market_template),
    ASSET("templates/price.mustache", price),
    ASSET("templates/chart.mustache", chart),
    ASSET("templates/analysis.mustache", analysis),
    ASSET("templates/news.mustache", news),
    ASSET("templates/headline.mustache", headline),
    ASSET("templates/closes.mustache", closes),
    ASSET("templates/stale-notice.mustache", stale_notice),
    ASSET("templates/time.mustache", time_template),
    ASSET("templates/head.mustache", head),
    ASSET("templates/header.mustache", header),
    ASSET("templates/footer.mustache", footer),
    ASSET("templates/incident-summary.mustache", incident_summary),
    ASSET("templates/incidents.mustache", incidents),
    ASSET("templates/incident.mustache", incident),
    ASSET("templates/incident-error.mustache", incident_error),
    ASSET("templates/sources.mustache", sources),
    ASSET("templates/alerts.mustache", alerts),
    ASSET("styles/colors.css", colors),
    ASSET("styles/layout.css", layout),
    ASSET("styles/panels.css", panels),
    ASSET("styles/chart.css", chart_style),
    ASSET("styles/incidents.css", incidents_style),
    ASSET("styles/icon.svg", icon),
    ASSET("scripts/ages.js", ages),
    ASSET("scripts/chart.js", chart_script),
    ASSET("scripts/refresh.js", refresh),
    ASSET("templates/close.mustache", close_row),
    ASSET("styles/masthead.css", masthead_style),
    ASSET("scripts/theme.js", theme_script),
    ASSET("scripts/zone.js", zone_script),
    ASSET("scripts/indicators.js", indicators_script),
    ASSET("scripts/time-axis.js", time_axis),
    ASSET("scripts/candles.js", candles_script),
    ASSET("scripts/chart-overlays.js", chart_overlays),
    ASSET("scripts/chart-legend.js", chart_legend),
    ASSET("scripts/chart-controls.js", chart_controls),
    ASSET("scripts/live.js", live_script),
    ASSET("scripts/push.js", push_script),
    ASSET("scripts/sw.js", service_worker),
    ASSET("icons/icon-180.png", icon_180),
    ASSET("icons/icon-192.png", icon_192),
    ASSET("icons/icon-512.png", icon_512),
    ASSET("templates/operations.mustache", operations_template),
    ASSET("templates/run.mustache", run_template),
    ASSET("styles/operations.css", operations_style),
    ASSET("templates/error.mustache", error_template),
    ASSET("templates/story.mustache", story_template),
    ASSET("templates/news-page.mustache", news_page),
    ASSET("styles/news.css", news_style),
    ASSET("templates/analysis-page.mustache", analysis_page),
    ASSET("templates/past-analysis.mustache", past_analysis),
    ASSET("templates/quality.mustache", quality),
    ASSET("scripts/chart-marks.js", chart_marks),
#ifdef HAS_LIGHTWEIGHT_CHARTS
    ASSET("vendor/lightweight-charts.js", lightweight_charts),
#endif
};

size_t dashboard_asset_count(void) { return sizeof assets / sizeof assets[0]; }

DashboardAsset dashboard_asset(size_t index) { return assets[index]; }

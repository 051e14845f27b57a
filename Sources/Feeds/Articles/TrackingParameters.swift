/// What publishers and networks add to links to see where readers come from. It never decides which article a link is.
///
/// Only names that choose no content anywhere: `id`, `cid` or `src` may. Sources: the documentation of the networks,
/// and the feeds of news publishers.
enum TrackingParameters {
    static func isOne(_ name: String) -> Bool {
        let name = name.lowercased()
        return exact.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    /// Whether a fragment is a place on the page, or a campaign, and not an item of its own.
    static func isPlace(_ fragment: String) -> Bool {
        let fragment = fragment.lowercased()
        return fragment.isEmpty || places.contains(fragment)
            || ["utm_", "xtor=", "ref=", "comment-", "ens_id=", "at_"].contains { fragment.hasPrefix($0) }
    }

    private static let places: Set<String> = [
        "top", "main", "content", "comments", "comment", "respond", "disqus_thread", "more", "rss", "feed", "article",
    ]

    private static let prefixes = [
        "utm_", "at_", "mtm_", "pk_", "piwik_", "hsa_", "mc_", "oly_", "vero_", "itm_", "cm_mmc", "wt.", "wt_", "ns_",
        "stm_", "trk_", "__hs", "_hs",
    ]

    private static let exact: Set<String> = [
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid",
        "igsh", "li_fat_id", "mkt_tok", "mkcid", "ref", "ref_src", "ref_url", "referrer", "referer", "source",
        "cmp", "cmpid", "campaign", "campaign_id", "ftag", "ftcamp", "xtor", "xtref", "xtcr", "ncid", "ocid", "icid",
        "sr_share", "smid", "smtyp", "smprod", "feedtype", "feedname", "ftr", "rss",
        "syndication", "sref", "soc_src", "soc_trk", "guccounter", "guce_referrer", "guce_referrer_sig",
        "spm", "s_cid", "sc_cmp", "sc_campaign", "sc_channel", "wickedid", "zanpid", "_ga", "_gl", "epik", "rb_clickid",
        "irclickid", "dicbo", "oborigurl", "traffic_source", "tsrc", "yptr", "intcmp",
        "int_cmp", "link_source", "shareid", "fb_action_ids", "fb_ref", "action_ref_map", "wprov", "mbid",
        "intcid", "bxid", "cndid", "esrc", "emci", "emdi", "__twitter_impression", "amp_js_v",
        "usqp", "ito", "outputtype", "cvosrc", "taboolaclickid", "vgo_ee",
    ]
}

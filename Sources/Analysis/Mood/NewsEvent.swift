/// What kind of event a headline is about; it may be of several.
package enum NewsEvent: String, CaseIterable, Hashable, Sendable {
    case regulation, hack, etf, macro, adoption, mining, market
}

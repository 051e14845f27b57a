package import Domain

/// Why something of ours could not be delivered to another server. Names no address: it may be a secret.
package struct DeliveryFailed: Error, Hashable, CustomStringConvertible {
    package let message: Phrase
    /// What to do; empty where that is not known.
    package let hint: Phrase
    /// The delay that the server asked for.
    package let retryAfter: Duration?

    package var description: String { message.english }

    package init(_ message: Phrase, hint: Phrase = .empty, retryAfter: Duration? = nil) {
        (self.message, self.hint, self.retryAfter) = (message, hint, retryAfter)
    }

    /// - Parameter text: the same in both languages.
    package init(_ text: String, retryAfter: Duration? = nil) {
        self.init(Phrase(verbatim: text), retryAfter: retryAfter)
    }
}

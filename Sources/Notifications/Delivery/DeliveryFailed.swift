package import Domain

/// Why something of ours could not be delivered to another server. Names no address: it may be a secret.
package struct DeliveryFailed: Error, Hashable, CustomStringConvertible {
    package let message: Phrase
    /// What to do; empty where that is not known.
    package let hint: Phrase
    /// The delay that the server asked for.
    package let retryAfter: Duration?
    /// Whether it would fail again: it is not repeated.
    package let isFinal: Bool

    package var description: String { message.english }

    package init(_ message: Phrase, hint: Phrase = .empty, retryAfter: Duration? = nil, isFinal: Bool = false) {
        (self.message, self.hint, self.retryAfter, self.isFinal) = (message, hint, retryAfter, isFinal)
    }

    /// - Parameter text: the same in both languages.
    package init(_ text: String, retryAfter: Duration? = nil, isFinal: Bool = false) {
        self.init(Phrase(verbatim: text), retryAfter: retryAfter, isFinal: isFinal)
    }
}

extension DeliveryFailed {
    static let pushIsOff = DeliveryFailed(
        Phrase("VAPID_PRIVATE_KEY is not set", fr: "VAPID_PRIVATE_KEY n’est pas défini"), isFinal: true)
    static let invalidKeys = DeliveryFailed(
        Phrase("the keys of the browser are not valid", fr: "les clés du navigateur ne sont pas valables"),
        hint: Phrase(
            "remove the browser on the page /alerts, and register it again",
            fr: "supprimez le navigateur sur la page /alerts, puis inscrivez-le de nouveau"), isFinal: true)
}

/// Why something of ours could not be delivered to another server. Names no address: it may be a secret.
package struct DeliveryFailed: Error, Hashable, CustomStringConvertible {
    package let description: String
    /// The delay that the server asked for.
    package let retryAfter: Duration?

    package init(_ description: String, retryAfter: Duration? = nil) {
        (self.description, self.retryAfter) = (description, retryAfter)
    }
}

/// The checkout whose sources these tests were built from, wherever it stands.
package enum Checkout {
    /// Its folder, three levels above this file.
    package static let root =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

    /// - Parameter path: Relative to the checkout.
    package static func path(_ path: String) -> String { root + "/" + path }
}

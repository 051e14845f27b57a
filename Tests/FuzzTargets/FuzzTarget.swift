/// An entry point for bytes from outside, with what must hold for any bytes.
///
/// A trap ends the process, as it would end the service; what is wrong otherwise is thrown. The unit tests replay each
/// target over its corpus with seeded mutations, `scripts/fuzz` runs it under libFuzzer.
package struct FuzzTarget: Sendable {
    /// The name of its folders in `Fuzz/Corpora` and `Fuzz/Regressions`.
    package let name: String
    /// In bytes; longer inputs find nothing that shorter ones do not.
    package let maxLength: Int
    /// The mutations that the unit tests try: a few seconds' worth.
    package let mutations: Int
    /// Words of the format, from which mutations are made.
    package let words: [String]
    private let check: @Sendable ([UInt8]) async throws(Broken) -> Void

    init(
        _ name: String, maxLength: Int = 2048, mutations: Int = 1500, words: [String] = [],
        check: @escaping @Sendable ([UInt8]) async throws(Broken) -> Void
    ) {
        self.name = name
        self.maxLength = maxLength
        self.mutations = mutations
        self.words = words
        self.check = check
    }

    /// - Throws: ``Broken`` when a promise is not kept.
    package func run(_ bytes: [UInt8]) async throws(Broken) { try await check(Array(bytes.prefix(maxLength))) }

    package static let all: [FuzzTarget] = [
        .backups, .charsets, .cursors, .databaseURL, .dates, .feeds, .html, .imports, .pages, .repetitions, .requests,
        .settings, .smtp, .text, .timeline, .venues,
    ]

    /// A promise that an input breaks.
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
        init(_ description: String) { self.description = description }
    }
}

/// - Throws: ``FuzzTarget/Broken`` with `promise` unless `holds`.
func require(_ holds: Bool, _ promise: @autoclosure () -> String) throws(FuzzTarget.Broken) {
    if !holds { throw FuzzTarget.Broken(promise()) }
}

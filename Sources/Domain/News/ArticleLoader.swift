/// Stores many articles at once, as an import does.
package protocol ArticleLoader: Sendable {
    /// Stores every article of a file, or none of them, in one transaction, a chunk at a time: memory does not grow.
    /// - Parameter open: begins to read the file; called again where the transaction is repeated after a conflict.
    /// - Throws: what reading throws, and nothing is stored; ``ArchiveFailure``.
    func load(_ open: @escaping @Sendable () throws -> any ArticleInput) async throws -> WriteResult
}

/// Where a loader reads articles from, on a thread that may block.
package protocol ArticleInput {
    /// The next articles; empty at the end.
    func next() throws -> [ArchivedArticle]
}

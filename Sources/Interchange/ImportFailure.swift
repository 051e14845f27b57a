package import Domain

/// Why a file could not be imported. Nothing of that file was kept.
package struct ImportFailure: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// Does not exist, or cannot be read.
        case unreadable
        /// Permission denied.
        case forbidden
        /// No space for a copy of what came through a pipe.
        case diskFull
        /// Ends early, or its checksum is wrong.
        case damaged
        /// No layout of candles or articles that is known.
        case unknownLayout
        /// A row that cannot be a candle or an article.
        case badRows
        /// An option contradicts the file, or is required to understand it.
        case needsOption
    }

    package let kind: Kind
    /// What happened, naming the file and the line. The beginning of a sentence, without a full stop.
    package let message: Phrase
    /// What to do.
    package let hint: Phrase
    /// The first bad rows, for `badRows`.
    package var rows: [BadRow] = []

    package init(_ kind: Kind, _ message: Phrase, hint: Phrase) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var description: String { "\(message.english); \(hint.english)" }
}

/// A row that cannot be a candle or an article.
package struct BadRow: Hashable, Sendable {
    /// From 1, counted in the decompressed text.
    package let line: Int
    /// Why; the beginning of a sentence, without a full stop.
    package let reason: Phrase

    package init(line: Int, reason: Phrase) {
        self.line = line
        self.reason = reason
    }
}

extension ImportFailure {
    static func noRows(in name: String) -> ImportFailure {
        ImportFailure(
            .unknownLayout, Phrase("\(name) has no rows", fr: "\(name) n’a aucune ligne de données"),
            hint: Phrase("check the download", fr: "vérifiez le téléchargement"))
    }

    /// - Parameters:
    ///   - column: a name that the header has more than once.
    ///   - line: that of the header.
    static func repeatedColumn(_ column: String, in name: String, line: Int) -> ImportFailure {
        let shown = column.printableLine(limit: 40)
        return ImportFailure(
            .unknownLayout,
            Phrase(
                "\(name):\(line): the column '\(shown)' is there more than once",
                fr: "\(name):\(line)\u{A0}: la colonne «\u{A0}\(shown)\u{A0}» figure plus d’une fois"),
            hint: Phrase(
                "rename all but the one to import", fr: "renommez toutes ces colonnes sauf celle à importer"))
    }

    /// - Parameter rows: the first of them.
    static func badRows(_ count: Int, _ rows: [BadRow], in name: String) -> ImportFailure {
        let first = rows.first ?? BadRow(line: 0, reason: .empty)
        let more =
            switch count {
            case ...1: Phrase.empty
            case 2: Phrase(" (and 1 more bad row)", fr: " (et une autre ligne invalide)")
            default: Phrase(" (and \(count - 1) more bad rows)", fr: " (et \(count - 1) autres lignes invalides)")
            }
        var failure = ImportFailure(
            .badRows,
            Phrase("\(name):\(first.line): ", fr: "\(name):\(first.line)\u{A0}: ") + first.reason + more,
            hint: Phrase(
                "nothing of this file was imported; correct the row, or leave such rows out with --skip-bad-rows",
                fr: "rien de ce fichier n’a été importé\u{A0}; corrigez la ligne, ou écartez de telles lignes avec "
                    + "--skip-bad-rows"))
        failure.rows = rows
        return failure
    }
}
